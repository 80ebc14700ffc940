import { isDeepStrictEqual } from 'node:util';
import type { AskedQuestion } from '../../templating/asking.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import { isCtrl, type Key } from './keyboard.js';
import { PickList } from './pick-list.js';
import type { Frame, Look } from './terminal.js';

/** Several of several, in the order in which they were chosen; the number behind a choice is its place. */
export class MultiChoiceControl implements Control {
  private readonly choices: NonNullable<AskedQuestion['choices']>;
  private readonly list: PickList;
  private chosen: readonly number[];

  constructor(question: AskedQuestion) {
    this.choices = question.choices ?? [];
    this.list = new PickList(this.choices, 0);
    const initial: readonly unknown[] = Array.isArray(question.default) ? question.default : [];
    this.chosen = initial
      .map((wanted) => this.choices.findIndex(({ value }) => isDeepStrictEqual(value, wanted)))
      .filter((index) => index !== -1);
  }

  typed(): unknown {
    return this.chosen.map((index) => this.choices[index]!.value);
  }

  onKey(key: Key): Outcome {
    const { active } = this.list;
    if (key.name === 'return') return submit;
    if (key.name === 'space' && active !== undefined) this.toggle(active);
    else if (isCtrl(key, 'a')) this.toggleAll();
    else if (key.name === 'escape') this.list.endSearch();
    else this.list.onKey(key);
    return stay;
  }

  get takesEscape(): boolean {
    return this.list.searching;
  }

  body(look: Look): Frame {
    const { style, symbols } = look;
    return this.list.frame(look, (index) => {
      const place = this.chosen.indexOf(index);
      return place === -1
        ? { mark: `${style('dim', symbols.unchecked)} ` }
        : { mark: `${style('green', symbols.checked)} `, note: `${place + 1}` };
    });
  }

  hints({ symbols }: Look): readonly KeyHint[] {
    return [
      [symbols.updown, 'move'],
      ...(this.list.isLong ? ([['type', 'search']] as const) : []),
      ['space', 'choose'],
      ['ctrl+a', 'all'],
      ['enter', 'accept'],
    ];
  }

  private toggle(index: number): void {
    this.chosen = this.chosen.includes(index) ? this.chosen.filter((other) => other !== index) : [...this.chosen, index];
  }

  private toggleAll(): void {
    const all = [...this.choices.keys()];
    this.chosen = this.chosen.length === all.length ? [] : [...this.chosen, ...all.filter((index) => !this.chosen.includes(index))];
  }
}
