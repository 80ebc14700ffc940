import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secretsWritten, withoutSecrets } from '../../../src/cli/run/written-secrets.js';

const TOKEN = '‹secret:token›';
const KEY = '‹secret:key›';

describe('The secrets that a generated file holds', () => {
  it('stand where the stored text has their marks', () => {
    const stored = `url=https://${TOKEN}@host\nkey="${KEY}"\n${TOKEN}`;
    const current = 'url=https://abc@host\nkey="two\nlines"\nabc';
    expect(secretsWritten(stored, current)).toEqual(
      new Map([
        ['abc', TOKEN],
        ['two\nlines', KEY],
      ]),
    );
  });

  it('are found in the lines of a file that was edited', () => {
    const stored = `# config\ntoken = "${TOKEN}"\nkey = ${KEY}\n`;
    const current = '# my config\nmore = 1\ntoken = "abc"\n';
    expect(secretsWritten(stored, current)).toEqual(new Map([['abc', TOKEN]]));
  });

  it('are not guessed from a line of its own in a file that was edited', () => {
    expect(secretsWritten(`# token\n${TOKEN}\n`, '# my token\nabc\n')).toEqual(new Map());
  });

  it('are none where no mark is stored, or nothing was answered', () => {
    expect(secretsWritten('a=1\n', 'a=1\n').size).toBe(0);
    expect(secretsWritten(`a=${TOKEN}\n`, 'a=\n').size).toBe(0);
  });

  it('are gone from a text, longer ones whole, whatever they are', () => {
    const secrets = new Map([
      ['abc', TOKEN],
      ['abcdef', KEY],
      ['$&', TOKEN],
    ]);
    expect(withoutSecrets('abcdef abc $& x', secrets)).toBe(`${KEY} ${TOKEN} ${TOKEN} x`);
  });

  it('are found again in any text that was rendered with them', () => {
    const text = fc.stringMatching(/^[a-z =":\n]{3,20}$/);
    const secret = fc.stringMatching(/^[A-Z0-9$]{3,12}$/);
    fc.assert(
      fc.property(text, secret, text, text, (before, value, between, after) => {
        const render = (token: string) => `${before}${token}${between}${token}${after}`;
        const found = secretsWritten(render(TOKEN), render(value));
        expect(withoutSecrets(`log: ${value}`, found)).toBe(`log: ${TOKEN}`);
      }),
    );
  });
});
