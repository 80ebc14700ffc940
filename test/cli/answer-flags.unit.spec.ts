import { describe, expect, it } from '@jest/globals';
import { parseAnswerFlags } from '../../src/cli/answer-flags.js';
import { UsageError } from '../../src/cli/failure.js';

describe('-a name=value', () => {
  it('is cut at the first equals sign and nothing else is touched', () => {
    expect({ ...parseAnswerFlags(['a=1', 'b==x= ', 'features=["auth","queue"]', 'empty=']) }).toEqual({
      a: '1',
      b: '=x= ',
      features: '["auth","queue"]',
      empty: '',
    });
  });

  it.each([
    { flags: ['=x'], says: 'name=value' },
    { flags: ['alone'], says: 'name=value' },
    { flags: ['a=1', 'a=2'], says: 'gives "a" twice' },
  ])('needs a name, and each name once: $flags', ({ flags, says }) => {
    expect(() => parseAnswerFlags(flags)).toThrow(UsageError);
    expect(() => parseAnswerFlags(flags)).toThrow(says);
  });

  it('may carry names of the language without harm', () => {
    expect(Object.keys(parseAnswerFlags(['__proto__=x', 'constructor=y']))).toEqual(['__proto__', 'constructor']);
  });
});
