import type { KeyHint } from './control.js';
import type { Key } from './keyboard.js';
import { footerRows } from './question-frame.js';
import { moved } from './scrolling.js';
import type { Program, Step } from './session.js';
import type { Frame, Look } from './terminal.js';

export type MenuEntry<T> = { readonly label: string; readonly value: T; /** Chooses it at once. */ readonly letter: string };

/** A few things to do, the first of them with Enter. */
export class MenuProgram<T> implements Program<T> {
  private position = 0;

  constructor(private readonly entries: readonly MenuEntry<T>[]) {}

  onKey(key: Key): Step<T> {
    const entry =
      key.name === 'return' ? this.entries[this.position] : this.entries.find(({ letter }) => key.text.toLowerCase() === letter);
    if (entry !== undefined) return { kind: 'done', value: entry.value };
    this.position = moved(this.position, this.entries.length, key.name) ?? this.position;
    return { kind: 'stay' };
  }

  frame(look: Look): Frame {
    const { style, symbols } = look;
    const hints: readonly KeyHint[] = [
      [symbols.updown, 'move'],
      ['enter', 'choose'],
      ['ctrl+c', 'leave'],
    ];
    const rows = this.entries.map(({ label }, index) =>
      index === this.position ? style('cyan', `${symbols.pointer} ${label}`) : `${' '.repeat(symbols.pointer.length)} ${label}`,
    );
    return { rows: [...rows, '', ...footerRows(hints, look)] };
  }

  abandoned(): readonly string[] {
    return [];
  }
}
