import { sizeOf, type Environment, type MaybeTerminal, type TerminalSize } from '../terminal/capabilities.js';
import { styleFor, type Style } from '../terminal/style.js';
import { symbolsFor, type Symbols } from '../terminal/symbols.js';

/** The two ends of the person's terminal. Prompts go to `output`, standard error, so that standard output stays clean. */
export type Terminal = {
  readonly input: NodeJS.ReadableStream & {
    readonly isTTY?: boolean;
    readonly readableEnded?: boolean;
    readonly destroyed?: boolean;
    setRawMode?(raw: boolean): unknown;
  };
  readonly output: NodeJS.WritableStream & MaybeTerminal;
  readonly env: Environment;
};

/** What a view needs to know of the terminal it is drawn on. */
export type Look = { readonly size: TerminalSize; readonly style: Style; readonly symbols: Symbols };

export const lookOf = ({ output, env }: Terminal): Look => ({
  size: sizeOf(output),
  style: styleFor(output, env),
  symbols: symbolsFor(env),
});

/** What stands on the screen while a question is open. */
export type Frame = {
  /** Each shorter than the terminal is wide. */
  readonly rows: readonly string[];
  /** Where the person types; without it the cursor is hidden. */
  readonly cursor?: { readonly row: number; readonly column: number };
};

/** The control sequences that are used; every terminal that can move its cursor knows them, and ignores those it does not. */
export const sequences = {
  up: (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : ''),
  right: (columns: number): string => (columns > 0 ? `\u001b[${columns}C` : ''),
  eraseToLineEnd: '\u001b[K',
  eraseBelow: '\u001b[J',
  hideCursor: '\u001b[?25l',
  showCursor: '\u001b[?25h',
  /** Pasted text then arrives in brackets, so that its line ends are not taken for the Enter key. */
  bracketedPasteOn: '\u001b[?2004h',
  bracketedPasteOff: '\u001b[?2004l',
};
