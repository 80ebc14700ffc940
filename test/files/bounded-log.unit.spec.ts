import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoundedLog } from '../../src/files/bounded-log.js';

const HALF = 512 * 1024;
const logOf = (...chunks: readonly (string | Buffer)[]): string => {
  const log = new BoundedLog();
  for (const chunk of chunks) log.add(Buffer.from(chunk));
  return log.text();
};

describe('BoundedLog', () => {
  it('keeps everything up to 1 MiB, however it comes in', () => {
    const text = `${'x'.repeat(HALF - 1)}é${'y'.repeat(HALF - 1)}`;
    const bytes = Buffer.from(text);
    expect(logOf(bytes.subarray(0, HALF), bytes.subarray(HALF)) === text).toBe(true);
    expect(logOf()).toBe('');
  });

  it('keeps beginning and end of more, and says how much is missing', () => {
    const log = logOf('a'.repeat(HALF), 'b'.repeat(1_000), 'c'.repeat(HALF));
    expect(log === `${'a'.repeat(HALF)}\n… 1000 bytes left out …\n${'c'.repeat(HALF)}`).toBe(true);
  });

  it('gives the same for the same bytes in any chunks, and stays within its bound', () => {
    const bytes = Buffer.alloc(3 * HALF, 'abcdefghij');
    fc.assert(
      fc.property(
        fc.integer({ min: 2 * HALF - 5, max: 3 * HALF }),
        fc.array(fc.integer({ min: 1, max: HALF }), { minLength: 1, maxLength: 40 }),
        (length, sizes) => {
          const whole = logOf(bytes.subarray(0, length));
          const log = new BoundedLog();
          for (let at = 0, turn = 0; at < length; at += sizes[turn++ % sizes.length]!)
            log.add(bytes.subarray(at, Math.min(length, at + sizes[turn % sizes.length]!)));
          expect(log.text() === whole).toBe(true);
          expect(whole.length).toBeLessThan(2 * HALF + 60);
        },
      ),
      { numRuns: 10 },
    );
  });
});
