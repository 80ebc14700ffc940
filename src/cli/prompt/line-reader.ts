import { createInterface, type Interface } from 'node:readline';
import { AskingCancelled } from '../../templating/asking.js';
import type { Terminal } from './terminal.js';

type Waiting = { readonly resolve: (line: string) => void; readonly reject: (reason: Error) => void };

const interrupt = '\u0003';

/** Lines as the terminal's own line editing hands them over; lines typed ahead wait. */
export class LineReader {
  private readonly lines: string[] = [];
  private reader: Interface | undefined;
  private waiting: Waiting | undefined;
  private ended = false;

  constructor(private readonly terminal: Terminal) {}

  /**
   * The next line. `hidden` keeps it off the screen, where the terminal can.
   * @throws AskingCancelled when the input ends, or the person presses Ctrl-C.
   */
  async read(prompt: string, { hidden = false } = {}): Promise<string> {
    const { input, output } = this.terminal;
    const reader = (this.reader ??= this.open());
    const cancel = (): void => this.waiting?.reject(new AskingCancelled('the person left'));
    const watch = (chunk: Buffer | string): void => {
      if (chunk.toString().includes(interrupt)) cancel();
    };
    process.on('SIGINT', cancel);
    if (hidden) {
      input.setRawMode?.(true);
      input.on('data', watch);
    }
    output.write(prompt);
    try {
      const line = await new Promise<string>((resolve, reject) => {
        this.waiting = { resolve, reject };
        reader.resume();
        this.deliver();
      });
      return hidden ? erased(line) : line;
    } finally {
      this.waiting = undefined;
      process.off('SIGINT', cancel);
      if (hidden) {
        input.off('data', watch);
        input.setRawMode?.(false);
        output.write('\n');
      }
      reader.pause();
    }
  }

  private open(): Interface {
    const reader = createInterface({ input: this.terminal.input, terminal: false });
    reader.on('line', (line) => {
      this.lines.push(line);
      this.deliver();
    });
    reader.on('close', () => {
      this.ended = true;
      this.deliver();
    });
    return reader;
  }

  private deliver(): void {
    const { waiting } = this;
    if (waiting === undefined || (this.lines.length === 0 && !this.ended)) return;
    this.waiting = undefined;
    if (this.lines.length > 0) waiting.resolve(this.lines.shift()!);
    else waiting.reject(new AskingCancelled('the input ended'));
  }
}

/** In raw mode Backspace arrives as a character. */
const erased = (line: string): string =>
  [...line].reduce((kept, character) => (/[\u0008\u007f]/.test(character) ? [...kept].slice(0, -1).join('') : kept + character), '');
