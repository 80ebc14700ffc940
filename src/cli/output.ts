import { styleFor, type Format } from './terminal/style.js';

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

const paint = (format: Format) => (text: string) => styleFor(process.stdout)(format, text);

export const bold = paint('bold');
export const dim = paint('dim');
export const red = paint('red');
export const green = paint('green');
export const yellow = paint('yellow');
