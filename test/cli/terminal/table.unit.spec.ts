import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { styleFor } from '../../../src/cli/terminal/style.js';
import { renderTable } from '../../../src/cli/terminal/table.js';
import { widthOf } from '../../../src/cli/terminal/text.js';

const columns = [{ head: 'template' }, { head: 'runs', align: 'right' }, { head: 'note' }] as const;

describe('renderTable', () => {
  it('aligns columns by the cells they take, without trailing blanks', () => {
    expect(
      renderTable({
        columns,
        rows: [
          ['elixir-genserver-cache', '1234', ''],
          ['漢字', '7', 'wide'],
        ],
      }),
    ).toEqual(['template                runs  note', 'elixir-genserver-cache  1234', '漢字                       7  wide']);
  });

  it('has no head where no column has one', () => {
    expect(renderTable({ columns: [{}, {}], rows: [['a', 'b']] })).toEqual(['a  b']);
  });

  it('takes what is missing from the widest column', () => {
    expect(renderTable({ columns: [{}, {}], rows: [['a path that is rather long', 'new']], width: 20 })).toEqual(['a path that is…  new']);
  });

  it('formats after it has measured', () => {
    const style = styleFor({ isTTY: true }, {});
    expect(
      renderTable({
        columns: [{}, {}],
        rows: [
          [{ text: 'ab', format: 'red' }, 'c'],
          ['abcd', 'c'],
        ],
        style,
      }),
    ).toEqual(['\u001b[31mab  \u001b[39m  c', 'abcd  c']);
  });

  it('keeps to the width whatever the cells hold, and lets no cell steer the terminal', () => {
    const cells = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells, cells), { maxLength: 5 }), fc.integer({ min: 12, max: 90 }), (rows, width) => {
        const lines = renderTable({ columns, rows, width });
        expect(lines).toHaveLength(rows.length + 1);
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(width);

          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        }
      }),
    );
  });
});
