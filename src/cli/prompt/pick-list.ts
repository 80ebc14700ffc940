import { oneLine, truncate, widthOf } from '../terminal/text.js';
import type { Key } from './keyboard.js';
import { LineBuffer } from './line-buffer.js';
import { moved, pageOf } from './scrolling.js';
import type { Frame, Look } from './terminal.js';

/** From this many on the search line is there from the beginning; below, it comes with the first letter typed. */
const searchFrom = 11;

/** What its owner knows of a row: a mark before the label, such as its checkbox, and a word dimly behind it. */
export type RowParts = { readonly mark?: string; readonly note?: string };

/** Labels to move in with the arrow keys, narrowed by typing. */
export class PickList {
  private readonly filter = new LineBuffer();
  private readonly labels: readonly string[];
  private position: number;

  constructor(items: readonly { readonly label: string }[], active: number) {
    this.labels = items.map(({ label }) => oneLine(label));
    this.position = Math.max(0, active);
  }

  /** Index of the item under the pointer; undefined when the search finds none. */
  get active(): number | undefined {
    return this.matches()[this.position];
  }

  get searching(): boolean {
    return this.filter.text !== '';
  }

  /** Whether the list is long enough for searching to be worth a word. */
  get isLong(): boolean {
    return this.labels.length >= searchFrom;
  }

  endSearch(): void {
    const active = this.active ?? 0;
    this.filter.set('');
    this.position = active;
  }

  onKey(key: Key): void {
    const position = moved(this.position, this.matches().length, key.name);
    if (position === undefined) this.search(key);
    else this.position = position;
  }

  frame(look: Look, partsOf: (index: number) => RowParts): Frame {
    const { size, style } = look;
    const matches = this.matches();
    const search = this.searchRows(look);
    const { start, end, rest } = pageOf(matches.length, this.position, { ...look, size: { ...size, rows: size.rows - search.length } });
    const found =
      matches.length === 0
        ? [style('dim', '  nothing matches')]
        : matches.slice(start, end).map((index) => this.row(index, look, partsOf(index)));
    const typed = this.filter.text.slice(0, this.filter.cursor);
    return {
      rows: [...search, ...found, ...rest],
      ...(search.length > 0 && { cursor: { row: 0, column: Math.min(2 + widthOf(typed), size.columns) } }),
    };
  }

  private row(index: number, { size, style, symbols }: Look, { mark = '', note = '' }: RowParts): string {
    const active = index === this.active;
    const lead = active ? style('cyan', symbols.pointer) : ' '.repeat(widthOf(symbols.pointer));
    const room = size.columns - widthOf(symbols.pointer) - 1 - widthOf(mark);
    const label = truncate(this.labels[index]!, room, symbols.ellipsis);
    const behind = truncate(note, Math.max(0, room - widthOf(label) - 2), symbols.ellipsis);
    return `${lead} ${mark}${active ? style('cyan', label) : label}${behind === '' ? '' : `  ${style('dim', behind)}`}`;
  }

  private searchRows({ size, style, symbols }: Look): readonly string[] {
    if (this.searching) return [`${style('cyan', '/')} ${truncate(this.filter.text, size.columns - 2, symbols.ellipsis)}`];
    return this.isLong ? [`${style('cyan', '/')} ${style('dim', 'type to search')}`] : [];
  }

  /** The pointer stays on its row as long as that is found, else it goes to the first. */
  private search(key: Key): void {
    const { active } = this;
    const before = this.filter.text;
    if (key.name === 'paste') this.filter.insert(key.text);
    else this.filter.edit(key);
    if (this.filter.text !== before) this.position = active === undefined ? 0 : Math.max(0, this.matches().indexOf(active));
  }

  /** Every word typed occurs in the label, wherever. */
  private matches(): readonly number[] {
    const words = this.filter.text.toLowerCase().split(/\s+/).filter(Boolean);
    return [...this.labels.keys()].filter((index) => words.every((word) => this.labels[index]!.toLowerCase().includes(word)));
  }
}
