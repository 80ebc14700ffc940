import type { AskedQuestion } from '../../templating/asking.js';
import { plain } from '../terminal/style.js';
import { oneLine, truncate, widthOf } from '../terminal/text.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import type { Key } from './keyboard.js';
import { LineBuffer } from './line-buffer.js';
import type { Completion } from './path-completion.js';
import { layOut, windowOf } from './text-layout.js';
import type { Frame, Look } from './terminal.js';

type Options = {
  /** Shown as dots. */
  readonly secret?: boolean;
  /** What Tab makes of the text before the cursor. */
  readonly complete?: (typed: string) => Completion;
};

const shownCandidates = 5;

/**
 * One line of text. The default stands dimly where the text will be: Enter takes it, typing replaces it, Tab brings it in
 * to be edited, and Backspace takes it away, so that a blank answer can be given.
 */
export class TextControl implements Control {
  private readonly buffer = new LineBuffer();
  private readonly initial: string;
  private offered: boolean;
  private candidates: readonly string[] = [];

  constructor(
    private readonly question: AskedQuestion,
    private readonly options: Options = {},
  ) {
    const { default: initial } = question;
    this.initial = initial === undefined || initial === null ? '' : typeof initial === 'string' ? initial : JSON.stringify(initial);
    this.offered = this.initial !== '';
  }

  typed(): unknown {
    return this.offersDefault ? this.question.default : this.buffer.text;
  }

  onKey(key: Key): Outcome {
    this.candidates = [];
    if (key.name === 'return') return submit;
    if (key.name === 'paste') this.buffer.insert(key.text);
    else if (this.offersDefault && key.name === 'backspace') this.offered = false;
    else if (this.offersDefault && !this.options.secret && (key.name === 'tab' || key.name === 'right')) this.buffer.set(this.initial);
    else if (key.name === 'tab') this.completeText();
    else this.buffer.edit(key);
    return stay;
  }

  body(look: Look): Frame {
    const { size, style, symbols } = look;
    const lead = `${symbols.pointer} `;
    const indent = widthOf(lead);
    const width = size.columns - indent;
    if (this.offersDefault) {
      const ghost = this.options.secret ? symbols.mask.repeat(8) : truncate(oneLine(this.initial), width - 2, symbols.ellipsis);
      // Without formats it would look as if it had been typed.
      return { rows: [style('cyan', lead) + (style === plain ? `(${ghost})` : style('dim', ghost))], cursor: { row: 0, column: indent } };
    }
    const { text, cursor } = this.buffer;
    const below = this.candidateRows(look);
    const shown = layOut(text, cursor, width, this.options.secret ? () => symbols.mask : undefined);
    const frame = windowOf(shown, Math.max(1, size.rows - below.length));
    return {
      rows: [...frame.rows.map((row, index) => (index === 0 ? style('cyan', lead) : ' '.repeat(indent)) + row), ...below],
      cursor: frame.cursor && { row: frame.cursor.row, column: frame.cursor.column + indent },
    };
  }

  hints(): readonly KeyHint[] {
    if (this.offersDefault && this.options.secret) return [['enter', 'keep it']];
    if (this.offersDefault)
      return [
        ['enter', 'take the default'],
        ['tab', 'edit it'],
      ];
    const mayStayBlank = this.buffer.text === '' && !this.question.required;
    return [['enter', mayStayBlank ? 'leave blank' : 'accept'], ...(this.options.complete ? ([['tab', 'complete']] as const) : [])];
  }

  private get offersDefault(): boolean {
    return this.offered && this.buffer.text === '';
  }

  private completeText(): void {
    const { complete } = this.options;
    if (complete === undefined || !this.buffer.atEnd) return;
    const { completed, candidates } = complete(this.buffer.text);
    this.buffer.set(completed);
    this.candidates = candidates;
  }

  private candidateRows({ size, style, symbols }: Look): readonly string[] {
    if (this.candidates.length === 0) return [];
    const more = this.candidates.length - shownCandidates;
    const names = this.candidates.slice(0, shownCandidates).map(oneLine);
    const line = [...names, ...(more > 0 ? [`${symbols.ellipsis} ${more} more`] : [])].join('  ');
    return [style('dim', truncate(`  ${line}`, size.columns, symbols.ellipsis))];
  }
}
