import { describe, expect, it } from '@jest/globals';
import { parseFlags } from '../../src/templating/flag-values.js';
import { refusalOf } from './support/bundles.js';

describe('-a name=value', () => {
  it('is cut at the first equals sign and nothing else is touched', () => {
    expect({ ...parseFlags(['a=1', 'b==x= ', 'features=["auth","queue"]', 'empty=']) }).toEqual({
      a: '1',
      b: '=x= ',
      features: '["auth","queue"]',
      empty: '',
    });
  });
  it('needs a name, and each name once', async () => {
    expect(await refusalOf(() => parseFlags(['=x']))).toMatchObject({ code: 'FLAG_INVALID', hint: 'write it as in: -a ttl_minutes=10' });
    expect(await refusalOf(() => parseFlags(['alone']))).toMatchObject({ code: 'FLAG_INVALID' });
    expect(await refusalOf(() => parseFlags(['a=1', 'a=2']))).toMatchObject({
      code: 'FLAG_INVALID',
      field: 'a',
      hint: 'give several values at once: -a a=one,two',
    });
  });
  it('may carry names of the language without harm', () => {
    expect(Object.keys(parseFlags(['__proto__=x', 'constructor=y']))).toEqual(['__proto__', 'constructor']);
  });
});
