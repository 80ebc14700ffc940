import type { AskedQuestion } from '../../templating/asking.js';
import { widthOf } from '../terminal/text.js';
import { stay, submit, type Control, type KeyHint, type Outcome } from './control.js';
import { isCtrl, type Key } from './keyboard.js';
import { LineBuffer } from './line-buffer.js';
import { layOut, windowOf } from './text-layout.js';
import type { Frame, Look } from './terminal.js';

const suffixes: Partial<Record<AskedQuestion['type'], string>> = { json: '.json', yaml: '.yaml' };

/**
 * Several lines, edited in place: Enter begins a line and Ctrl-D ends, as shells have it, since every other key may be
 * part of the text. `editor` names the person's own, which Ctrl-G opens. The default is there to be edited.
 */
export class MultilineControl implements Control {
  private readonly buffer: LineBuffer;

  constructor(
    private readonly question: AskedQuestion,
    initial: string,
    private readonly editor: string | undefined,
  ) {
    this.buffer = new LineBuffer(initial, true);
  }

  typed(): unknown {
    return this.buffer.text;
  }

  onKey(key: Key): Outcome {
    if (isCtrl(key, 'd')) return submit;
    if (isCtrl(key, 'g')) return { kind: 'edit', document: { text: this.buffer.text, suffix: suffixes[this.question.type] ?? '.txt' } };
    if (key.name === 'edited') this.buffer.set(key.text);
    else if (key.name === 'paste') this.buffer.insert(key.text);
    else if (key.name === 'return') this.buffer.insert(`\n${this.indentation()}`);
    else if (key.name === 'tab') this.buffer.insert('  ');
    else if (key.name === 'up' || key.name === 'down') this.buffer.moveLine(key.name);
    else this.buffer.edit(key);
    return stay;
  }

  body({ size, style, symbols }: Look): Frame {
    const lead = `${symbols.bar} `;
    const indent = widthOf(lead);
    const { rows, cursor } = windowOf(layOut(this.buffer.text, this.buffer.cursor, size.columns - indent), size.rows);
    return {
      rows: rows.map((row) => style('cyan', lead) + row),
      cursor: cursor && { row: cursor.row, column: cursor.column + indent },
    };
  }

  hints(): readonly KeyHint[] {
    return [
      ['enter', 'new line'],
      ['ctrl+d', 'done'],
      ...(this.editor === undefined ? [] : ([['ctrl+g', `open ${this.editor}`]] as const)),
    ];
  }

  /** A line of JSON or YAML begins where the one before did. */
  private indentation(): string {
    if (this.question.type === 'text') return '';
    const line = this.buffer.text.slice(0, this.buffer.cursor).split('\n').at(-1)!;
    return /^ */.exec(line)![0];
  }
}
