import xterm from '@xterm/headless';

/** How long a screen may take to show what a test waits for. Milliseconds. */
const patience = 10_000;

type Wait = { readonly holds: () => boolean; readonly resolve: () => void };

/** What a person would see of everything written: a real terminal emulator without a window. */
export class EmulatedScreen {
  /** Everything ever written, control sequences included. */
  written = '';
  private readonly emulator: InstanceType<typeof xterm.Terminal>;
  private waits: readonly Wait[] = [];

  constructor({ columns, rows }: { readonly columns: number; readonly rows: number }) {
    this.emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1_000 });
  }

  write(text: string, done?: () => void): void {
    this.written += text;
    this.emulator.write(text, () => {
      done?.();
      const [met, unmet] = [this.waits.filter(({ holds }) => holds()), this.waits.filter(({ holds }) => !holds())];
      this.waits = unmet;
      met.forEach(({ resolve }) => resolve());
    });
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
  }

  /** The rows, without trailing blanks. */
  get rows(): readonly string[] {
    const { active } = this.emulator.buffer;
    return Array.from({ length: this.emulator.rows }, (_row, index) => active.getLine(active.baseY + index)?.translateToString(true) ?? '');
  }

  get text(): string {
    return this.rows.join('\n').trimEnd();
  }

  get cursor(): { readonly row: number; readonly column: number } {
    return { row: this.emulator.buffer.active.cursorY, column: this.emulator.buffer.active.cursorX };
  }

  get cursorShown(): boolean {
    return this.written.lastIndexOf('\u001b[?25h') >= this.written.lastIndexOf('\u001b[?25l');
  }

  get pastesInBrackets(): boolean {
    return this.written.lastIndexOf('\u001b[?2004h') > this.written.lastIndexOf('\u001b[?2004l');
  }

  /** Until the screen shows the text, or holds what is asked of it. */
  async shows(expected: string | RegExp | ((screen: string) => boolean)): Promise<void> {
    const holds = (): boolean => {
      if (typeof expected === 'function') return expected(this.text);
      return typeof expected === 'string' ? this.text.includes(expected) : expected.test(this.text);
    };
    if (holds()) return;
    let timer: NodeJS.Timeout | undefined;
    const shown = new Promise<void>((resolve) => void (this.waits = [...this.waits, { holds, resolve }]));
    const late = new Promise<void>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`waited for ${String(expected)}; the screen shows\n${this.text}`)), patience);
    });
    await Promise.race([shown, late]).finally(() => clearTimeout(timer));
  }
}
