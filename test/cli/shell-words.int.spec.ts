import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { shellWord } from '../../src/cli/shell-words.js';

describe('shellWord', () => {
  it('leaves plain words as they are', () => {
    expect(['use_ets=true', 'a/b-c.d', '5:6@7'].map(shellWord)).toEqual(['use_ets=true', 'a/b-c.d', '5:6@7']);
  });

  const hasShell = spawnSync('sh', ['-c', 'true']).status === 0;
  (hasShell ? it : it.skip)('comes out of a shell as it went in (needs sh)', () => {
    const text = fc.string({ unit: fc.constantFrom(...`aé '"\\$\`!*?~#&|;<>()[]{}=\n\t-`), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
        const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });
});
