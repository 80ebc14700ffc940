import { plain, type Format, type Style } from './style.js';
import { oneLine, pad, truncate, widthOf } from './text.js';

export type Cell = string | { readonly text: string; readonly format: Format };
export type Column = { readonly head?: string; readonly align?: 'left' | 'right' };

export type Table = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Cells available in a line; unlimited when unset (output that no terminal shows). */
  readonly width?: number;
  readonly style?: Style;
  readonly ellipsis?: string;
};

const gap = 2;
/** A column is not made narrower than this while another can still give. */
const narrowest = 6;

const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : oneLine(typeof cell === 'string' ? cell : cell.text));

/** Takes the missing cells from the widest column, one by one: short columns stay whole as long as possible. */
const shrink = (widths: readonly number[], available: number): readonly number[] => {
  const shrunk = [...widths];
  for (let excess = shrunk.reduce((sum, width) => sum + width, 0) - available; excess > 0; excess--) {
    const widest = shrunk.indexOf(Math.max(...shrunk));
    if (shrunk[widest]! <= Math.min(narrowest, Math.floor(available / shrunk.length))) break;
    shrunk[widest]!--;
  }
  return shrunk;
};

/**
 * Lines of an aligned table, without trailing blanks. Cells are made safe for a terminal and cut with an ellipsis where
 * they do not fit; wide characters count as the cells they take.
 */
export const renderTable = ({ columns, rows, width = Infinity, style = plain, ellipsis = '…' }: Table): readonly string[] => {
  const natural = columns.map(({ head = '' }, index) => Math.max(widthOf(head), ...rows.map((row) => widthOf(textOf(row[index])))));
  const widths = width === Infinity ? natural : shrink(natural, width - gap * (columns.length - 1));
  const line = (cells: readonly (Cell | undefined)[]): string => {
    const texts = cells.map((cell, index) => truncate(textOf(cell), widths[index]!, ellipsis));
    const last = texts.findLastIndex((text) => text !== '');
    return texts
      .slice(0, last + 1)
      .map((text, index) => {
        const { align = 'left' } = columns[index]!;
        const padded = index === last && align === 'left' ? text : pad(text, widths[index]!, align);
        const cell = cells[index];
        return typeof cell === 'object' ? style(cell.format, padded) : padded;
      })
      .join(' '.repeat(gap));
  };
  const heads = columns.some(({ head }) => head !== undefined)
    ? [columns.map(({ head = '' }): Cell => ({ text: head, format: 'dim' }))]
    : [];
  return [...heads, ...rows.map((row) => columns.map((_column, index) => row[index]))].map(line);
};
