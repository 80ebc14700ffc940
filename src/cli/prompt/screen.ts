import { sizeOf } from '../terminal/capabilities.js';
import { widthOf } from '../terminal/text.js';
import { sequences, type Frame, type Terminal } from './terminal.js';

const rowsTaken = (width: number, columns: number): number => Math.max(1, Math.ceil(width / columns));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Frames must not be taller than the terminal, or their top could never be erased again; the row being typed in stays. */
const clip = ({ rows, cursor }: Frame, height: number): Frame => {
  if (rows.length <= height) return { rows, cursor };
  const start = Math.max(0, (cursor?.row ?? 0) - height + 1);
  return { rows: rows.slice(start, start + height), ...(cursor && { cursor: { ...cursor, row: cursor.row - start } }) };
};

/**
 * The part of the terminal that prompts own: settled rows, and below them the frame of the open question, redrawn in
 * place. Nobody else may write to the terminal between the first row and the last.
 *
 * It remembers how wide each row is: a terminal made narrower wraps rows by itself, and only so can they be erased.
 */
export class Screen {
  private readonly settled: number[] = [];
  /** Rows settled before this are out of reach: something else was written below them. */
  private reach = 0;
  private drawn: { readonly widths: readonly number[]; readonly cursor: { readonly row: number; readonly column: number } } | undefined;

  constructor(private readonly terminal: Terminal) {}

  /** Replaces the open frame, as the terminal may have wrapped it meanwhile. */
  draw(frame: Frame): void {
    const { rows, cursor } = clip(frame, sizeOf(this.terminal.output).rows);
    const { up, right, hideCursor, showCursor, eraseBelow } = sequences;
    const at = cursor ?? { row: rows.length - 1, column: 0 };
    const placed = `${up(rows.length - 1 - at.row)}\r${right(at.column)}${cursor ? showCursor : ''}`;
    this.write(`${hideCursor}${this.toTop()}${this.lines(rows)}${eraseBelow}${placed}`);
    this.drawn = { widths: rows.map(widthOf), cursor: at };
  }

  /** Takes the open frame away, and leaves the cursor, shown, where it began. */
  close(): void {
    this.write(`${this.toTop()}${sequences.eraseBelow}${sequences.showCursor}`);
    this.drawn = undefined;
  }

  /** After a time in which others wrote to the terminal: what stands there stays. */
  loseSight(): void {
    this.drawn = undefined;
    this.reach = this.settled.length;
  }

  /** Rows that stay, instead of the open frame. */
  settle(rows: readonly string[]): void {
    if (rows.length === 0) return;
    this.write(`${this.toTop()}${this.lines(rows)}${sequences.eraseBelow}\r\n`);
    this.drawn = undefined;
    this.settled.push(...rows.map(widthOf));
  }

  /** To be given to `rewind`. */
  get mark(): number {
    return this.settled.length;
  }

  /** Takes away every row settled since `mark`, as far as it is still on the screen. */
  rewind(mark: number): void {
    const { columns } = sizeOf(this.terminal.output);
    const gone = this.settled.splice(Math.max(mark, this.reach));
    if (gone.length === 0) return;
    this.write(`${this.toTop()}${sequences.up(sum(gone.map((width) => rowsTaken(width, columns))))}\r${sequences.eraseBelow}`);
    this.drawn = undefined;
  }

  private lines(rows: readonly string[]): string {
    return rows.map((row) => `${row}${sequences.eraseToLineEnd}`).join('\r\n');
  }

  /** From wherever the cursor is in the open frame to its first cell. */
  private toTop(): string {
    if (this.drawn === undefined) return '\r';
    const { columns } = sizeOf(this.terminal.output);
    const above = this.drawn.widths.slice(0, this.drawn.cursor.row).map((width) => rowsTaken(width, columns));
    return `${sequences.up(sum(above))}\r`;
  }

  private write(text: string): void {
    this.terminal.output.write(text);
  }
}
