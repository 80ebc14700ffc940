import { PassThrough, Writable } from 'node:stream';
import type { Terminal } from '../../../../src/cli/prompt/terminal.js';
import type { Environment } from '../../../../src/cli/terminal/capabilities.js';
import { EmulatedScreen } from './emulated-screen.js';
import { keys, type KeyName } from './keys.js';

/** Both ends of a terminal in memory: tests press keys and look at the screen. */
export class VirtualTerminal implements Terminal {
  readonly input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean): void => void (this.raw = raw),
  });
  readonly output: Writable & { isTTY: boolean; columns: number; rows: number };
  /** Whether the line discipline is off, as it must be only while something is asked. */
  raw = false;
  private readonly emulated: EmulatedScreen;

  constructor(
    { columns = 80, rows = 24 } = {},
    readonly env: Environment = { LANG: 'en_GB.UTF-8', TERM: 'xterm-256color' },
  ) {
    this.emulated = new EmulatedScreen({ columns, rows });
    // The terminal driver, not the emulator, makes a line end return the carriage.
    const write = (chunk: Buffer, _encoding: string, done: () => void): void =>
      this.emulated.write(chunk.toString().replace(/(?<!\r)\n/g, '\r\n'), done);
    this.output = Object.assign(new Writable({ write }), { isTTY: true, columns, rows });
  }

  type(text: string): void {
    this.input.write(text);
  }

  press(...names: readonly KeyName[]): void {
    this.type(names.map((name) => keys[name]).join(''));
  }

  /** As terminals paste, in brackets; line ends arrive as carriage returns. */
  paste(text: string): void {
    this.type(`\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`);
  }

  resize(columns: number, rows: number): void {
    this.emulated.resize(columns, rows);
    Object.assign(this.output, { columns, rows });
    this.output.emit('resize');
  }

  get screen(): readonly string[] {
    return this.emulated.rows;
  }

  get text(): string {
    return this.emulated.text;
  }

  get written(): string {
    return this.emulated.written;
  }

  get cursor(): EmulatedScreen['cursor'] {
    return this.emulated.cursor;
  }

  /** The row the cursor is in. */
  get cursorRow(): string {
    return this.screen[this.cursor.row]!;
  }

  get cursorShown(): boolean {
    return this.emulated.cursorShown;
  }

  get pastesInBrackets(): boolean {
    return this.emulated.pastesInBrackets;
  }

  shows(expected: Parameters<EmulatedScreen['shows']>[0]): Promise<void> {
    return this.emulated.shows(expected);
  }
}
