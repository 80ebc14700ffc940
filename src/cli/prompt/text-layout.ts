import { graphemes, widthOf } from '../terminal/text.js';
import type { Frame } from './terminal.js';

type Shown = { readonly rows: readonly string[]; readonly cursor: { readonly row: number; readonly column: number } };

/** A tab has no width of its own here: it would move the cursor to a column that depends on where the row begins. */
const asShown = (character: string): string => (character === '\t' ? '    ' : character);

/**
 * Text as it stands in rows of `width` cells, broken like a terminal does it (not between words: that would make the rest
 * of the line jump while typing), and where the cursor is then. `show` may replace every character, e.g. by a mask.
 */
export const layOut = (text: string, cursor: number, width: number, show: (character: string) => string = asShown): Shown => {
  const rows = [''];
  let column = 0;
  let index = 0;
  let at: Shown['cursor'] | undefined;
  for (const character of graphemes(text)) {
    const shown = character === '\n' ? '' : show(character);
    const cells = widthOf(shown);
    if (column + cells > width) {
      rows.push('');
      column = 0;
    }
    if (index >= cursor) at ??= { row: rows.length - 1, column };
    if (character === '\n') {
      rows.push('');
      column = 0;
    } else {
      rows[rows.length - 1] += shown;
      column += cells;
    }
    index += character.length;
  }
  if (at === undefined && column >= width) {
    rows.push('');
    column = 0;
  }
  return { rows, cursor: at ?? { row: rows.length - 1, column } };
};

/** The rows around the cursor where not all of them fit. */
export const windowOf = ({ rows, cursor }: Shown, height: number): Frame => {
  const start = Math.min(Math.max(0, cursor.row - Math.floor(height / 2)), Math.max(0, rows.length - height));
  return { rows: rows.slice(start, start + height), cursor: { row: cursor.row - start, column: cursor.column } };
};
