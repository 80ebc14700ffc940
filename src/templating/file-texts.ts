/** A byte order mark and a `#!` line: what has to stay at the very start of a file. */
const PREAMBLE = /^\uFEFF?(?:#![^\n]*(?:\n|$))?/;

const preambleOf = (text: string): string => PREAMBLE.exec(text)![0];

/** The end of a path's last part, without the dot; blank where it has none. A dot at the front makes a hidden file. */
const EXTENSION = /[^/]\.([^./]*)$/;

/** Helpers for paths and for the text of a whole file. */
export const FILE_HELPERS: Readonly<Record<string, (text: string) => string>> = {
  extension: (path) => EXTENSION.exec(path)?.[1] ?? '',
  preamble: (text) => {
    const preamble = preambleOf(text);
    return !preamble.includes('#!') || preamble.endsWith('\n') ? preamble : `${preamble}\n`;
  },
  after_preamble: (text) => text.slice(preambleOf(text).length),
  line_end: (text) => (/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'),
};
