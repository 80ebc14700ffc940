import { graphemes } from '../terminal/text.js';
import { isCtrl, type Key } from './keyboard.js';

const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text being typed, with the editing keys that shells and browsers have taught people. */
export class LineBuffer {
  private before: string;
  private after = '';
  /** The column that moving over shorter lines started from. */
  private goal: number | undefined;

  constructor(
    text = '',
    private readonly multiline = false,
  ) {
    this.before = text;
  }

  get text(): string {
    return this.before + this.after;
  }

  /** Index into `text`, always between two visible characters. */
  get cursor(): number {
    return this.before.length;
  }

  get atEnd(): boolean {
    return this.after === '';
  }

  set(text: string): void {
    this.before = text;
    this.after = '';
  }

  /** Where one line is wanted, pasted line ends become blanks; controls are dropped, a tab is kept. */
  insert(text: string): void {
    this.goal = undefined;
    const lines = text.replace(/\r\n?/g, '\n').replace(unwanted, '');
    this.before += this.multiline ? lines : lines.replace(/\n+$/, '').replace(/\s*\n\s*/g, ' ');
  }

  /** Whether the key was an editing key. */
  edit(key: Key): boolean {
    this.goal = undefined;
    if (key.text !== '') this.insert(key.text);
    else if (key.name === 'backspace') this.erase(key.alt || key.ctrl ? this.wordBefore() : this.characterBefore());
    else if (isCtrl(key, 'w')) this.erase(this.wordBefore());
    else if (isCtrl(key, 'u')) this.erase(this.lineBefore());
    else if (isCtrl(key, 'h')) this.erase(this.characterBefore());
    else if (isCtrl(key, 'k')) this.after = this.after.slice(this.lineAfter().length);
    else if (key.name === 'delete') this.after = this.after.slice(this.characterAfter().length);
    else if (key.alt && key.name === 'd') this.after = this.after.slice(this.wordAfter().length);
    else if (key.name === 'left') this.moveBack(key.ctrl || key.alt ? this.wordBefore() : this.characterBefore());
    else if (key.name === 'right') this.moveOn(key.ctrl || key.alt ? this.wordAfter() : this.characterAfter());
    else if (key.alt && key.name === 'b') this.moveBack(this.wordBefore());
    else if (key.alt && key.name === 'f') this.moveOn(this.wordAfter());
    else if (key.name === 'home' || isCtrl(key, 'a')) this.moveBack(this.lineBefore());
    else if (key.name === 'end' || isCtrl(key, 'e')) this.moveOn(this.lineAfter());
    else return false;
    return true;
  }

  /** To the same column of the line above or below, or to its end; false at the first or last line. */
  moveLine(direction: 'up' | 'down'): boolean {
    const column = (this.goal ??= graphemes(this.lineBefore()).length);
    if (direction === 'up') {
      const start = this.before.length - this.lineBefore().length;
      if (start === 0) return false;
      this.moveBack(this.before.slice(start - 1));
      this.moveBack(this.lineBefore());
    } else {
      const rest = this.lineAfter();
      if (rest === this.after) return false;
      this.moveOn(`${rest}\n`);
    }
    this.moveOn(graphemes(this.lineAfter()).slice(0, column).join(''));
    return true;
  }

  private erase(text: string): void {
    this.before = this.before.slice(0, this.before.length - text.length);
  }

  private moveBack(text: string): void {
    this.erase(text);
    this.after = text + this.after;
  }

  private moveOn(text: string): void {
    this.before += text;
    this.after = this.after.slice(text.length);
  }

  private characterBefore(): string {
    return graphemes(this.before).at(-1) ?? '';
  }

  private characterAfter(): string {
    return graphemes(this.after)[0] ?? '';
  }

  private wordBefore(): string {
    return /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(this.before)?.[0] ?? '';
  }

  private wordAfter(): string {
    return /^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(this.after)?.[0] ?? '';
  }

  private lineBefore(): string {
    return this.before.slice(this.before.lastIndexOf('\n') + 1);
  }

  private lineAfter(): string {
    return this.after.split('\n', 1)[0]!;
  }
}
