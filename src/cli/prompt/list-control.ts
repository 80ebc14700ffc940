import type { AskedQuestion } from '../../templating/asking.js';
import type { Json } from '../../templating/manifest.js';
import { truncate, widthOf } from '../terminal/text.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import { displayAnswer } from './display.js';
import type { Key } from './keyboard.js';
import { moved, pageOf } from './scrolling.js';
import type { Frame, Look } from './terminal.js';

/** The entries so far, and below them what can be done: add one, or go on. An item is asked elsewhere and `put` here. */
export class ListControl implements Control {
  private items: readonly Json[];
  private position: number;

  constructor(question: AskedQuestion) {
    this.items = Array.isArray(question.default) ? (question.default as readonly Json[]) : [];
    this.position = this.items.length === 0 ? this.adding : this.ending;
  }

  typed(): readonly Json[] {
    return this.items;
  }

  /** The item at `index`, or a new one behind the last. The pointer goes where the next one is added. */
  put(index: number, item: Json): void {
    this.items = this.items.toSpliced(index, 1, item);
    this.position = this.adding;
  }

  onKey(key: Key): Outcome {
    if (key.name === 'return' || key.name === 'space')
      return this.position === this.ending ? submit : { kind: 'open', index: this.position };
    if (key.text === 'a' || key.text === '+') return { kind: 'open', index: this.adding };
    if (key.name === 'delete' || key.name === 'backspace') this.items = this.items.toSpliced(this.position, 1);
    this.position = Math.min(moved(this.position, this.ending + 1, key.name) ?? this.position, this.ending);
    return stay;
  }

  body(look: Look): Frame {
    const { size, style, symbols } = look;
    const labels = [
      ...this.items.map((item, index) => `${index + 1}. ${displayAnswer({ type: 'list' }, [item])}`),
      this.items.length === 0 ? '+ add an entry' : '+ add another',
      this.items.length === 0 ? 'none, go on' : 'done',
    ];
    const { start, end, rest } = pageOf(labels.length, this.position, look);
    const rows = labels.slice(start, end).map((label, index) => {
      const active = start + index === this.position;
      const text = truncate(label, size.columns - widthOf(symbols.pointer) - 1, symbols.ellipsis);
      return active ? style('cyan', `${symbols.pointer} ${text}`) : `  ${text}`;
    });
    return { rows: [...rows, ...rest] };
  }

  hints({ symbols }: Look): readonly KeyHint[] {
    if (this.position === this.ending)
      return [
        [symbols.updown, 'move'],
        ['a', 'add'],
        ['enter', 'go on'],
      ];
    if (this.position === this.adding)
      return [
        [symbols.updown, 'move'],
        ['enter', 'add'],
      ];
    return [
      [symbols.updown, 'move'],
      ['enter', 'change'],
      ['del', 'remove'],
    ];
  }

  private get adding(): number {
    return this.items.length;
  }

  private get ending(): number {
    return this.items.length + 1;
  }
}
