import type { AskedQuestion } from '../../templating/asking.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import type { Key } from './keyboard.js';
import type { Frame, Look } from './terminal.js';

const switching = ['left', 'right', 'up', 'down', 'tab', 'space'];

/** Yes or no: `y` and `n` answer at once. */
export class ToggleControl implements Control {
  private on: boolean;

  constructor(question: AskedQuestion) {
    this.on = question.default !== false;
  }

  typed(): unknown {
    return this.on;
  }

  onKey(key: Key): Outcome {
    const letter = key.text.toLowerCase();
    if (key.name === 'return') return submit;
    if (letter === 'y' || letter === 'n') {
      this.on = letter === 'y';
      return submit;
    }
    if (switching.includes(key.name)) this.on = !this.on;
    return stay;
  }

  body({ style, symbols: { radioOn, radioOff } }: Look): Frame {
    const side = (label: string, chosen: boolean): string =>
      chosen ? `${style('green', radioOn)} ${style('bold', label)}` : style('dim', `${radioOff} ${label}`);
    return { rows: [`${side('Yes', this.on)}   ${side('No', !this.on)}`] };
  }

  hints({ symbols }: Look): readonly KeyHint[] {
    return [
      ['y/n', 'answer'],
      [symbols.leftright, 'switch'],
      ['enter', 'accept'],
    ];
  }
}
