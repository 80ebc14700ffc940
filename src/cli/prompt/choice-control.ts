import { isDeepStrictEqual } from 'node:util';
import type { AskedQuestion } from '../../templating/asking.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import type { Key } from './keyboard.js';
import { PickList } from './pick-list.js';
import type { Frame, Look } from './terminal.js';

/** One of several. */
export class ChoiceControl implements Control {
  private readonly choices: NonNullable<AskedQuestion['choices']>;
  private readonly initial: number;
  private readonly list: PickList;

  constructor(question: AskedQuestion) {
    this.choices = question.choices ?? [];
    this.initial = this.choices.findIndex(({ value }) => isDeepStrictEqual(value, question.default));
    this.list = new PickList(this.choices, this.initial);
  }

  typed(): unknown {
    return this.list.active === undefined ? undefined : this.choices[this.list.active]!.value;
  }

  onKey(key: Key): Outcome {
    if (key.name === 'return') return this.list.active === undefined ? stay : submit;
    if (key.name === 'escape') this.list.endSearch();
    else if (key.name !== 'space' || this.list.searching) this.list.onKey(key);
    return stay;
  }

  get takesEscape(): boolean {
    return this.list.searching;
  }

  body(look: Look): Frame {
    return this.list.frame(look, (index) => (index === this.initial ? { note: 'default' } : {}));
  }

  hints({ symbols }: Look): readonly KeyHint[] {
    return [[symbols.updown, 'move'], ...(this.list.isLong ? ([['type', 'search']] as const) : []), ['enter', 'choose']];
  }
}
