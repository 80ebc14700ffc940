/** What a verb says: one JSON document, or text for people; either way results go to stdout and everything else to stderr. */
export type Output = {
  readonly json: boolean;
  readonly quiet: boolean;
  /** The result: the document with `--json`, else the lines. */
  result(document: unknown, lines: () => readonly string[]): void;
  /** Worth knowing, but not the result; silent with `--quiet`. */
  note(line: string): void;
};

/** Positions are bigints inside and decimal strings outside. */
export const toJson = (document: unknown, space?: number): string =>
  JSON.stringify(document, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), space);

export const createOutput = ({ json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean }): Output => ({
  json,
  quiet,
  result: (document, lines) => {
    if (json) process.stdout.write(`${toJson(document, 2)}\n`);
    else if (!quiet) for (const line of lines()) process.stdout.write(`${line}\n`);
  },
  note: (line) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  },
});

/** Colours only on a terminal that wants them, https://no-color.org */
const coloured = (stream: NodeJS.WriteStream): boolean =>
  process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0'
    ? true
    : stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

const paint = (open: number, close: number) => (text: string) =>
  coloured(process.stdout) ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export const bold = paint(1, 22);
export const dim = paint(2, 22);
export const red = paint(31, 39);
export const green = paint(32, 39);
export const yellow = paint(33, 39);
