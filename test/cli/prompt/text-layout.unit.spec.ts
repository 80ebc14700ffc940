import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOut, windowOf } from '../../../src/cli/prompt/text-layout.js';
import { graphemes, widthOf } from '../../../src/cli/terminal/text.js';

const printableText = fc.array(fc.constantFrom('a', ' ', '漢', 'é', '👩‍👧', '\n'), { maxLength: 60 }).map((parts) => parts.join(''));

describe('layOut', () => {
  it('breaks where the row is full, and puts the cursor of a full row on the next', () => {
    expect(layOut('abcdef', 6, 3)).toEqual({ rows: ['abc', 'def', ''], cursor: { row: 2, column: 0 } });
    expect(layOut('漢字漢', 1, 5)).toEqual({ rows: ['漢字', '漢'], cursor: { row: 0, column: 2 } });
  });

  it('masks every character with one', () => {
    expect(layOut('a👩‍👧漢', 1, 10, () => '•')).toEqual({ rows: ['•••'], cursor: { row: 0, column: 1 } });
  });

  it('keeps every character, every row within the width, and the cursor on the screen', () => {
    fc.assert(
      fc.property(printableText, fc.integer({ min: 2, max: 20 }), fc.nat(), (text, width, place) => {
        const parts = graphemes(text);
        const cursor = parts.slice(0, parts.length === 0 ? 0 : place % (parts.length + 1)).join('').length;
        const { rows, cursor: at } = layOut(text, cursor, width);
        expect(rows.join('')).toBe(text.replaceAll('\n', ''));
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(width);
        expect(at.row).toBeLessThan(rows.length);
        expect(at.column).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('windowOf', () => {
  it('always holds the cursor, in as many rows as there is room for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 10 }), fc.nat(), (count, height, place) => {
        const rows = Array.from({ length: count }, (_row, index) => String(index));
        const row = place % count;
        const frame = windowOf({ rows, cursor: { row, column: 3 } }, height);
        expect(frame.rows).toHaveLength(Math.min(count, height));
        expect(frame.rows[frame.cursor!.row]).toBe(String(row));
      }),
    );
  });
});
