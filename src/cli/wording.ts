import type { Output } from './output.js';

/** `1 error`, `2 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What went wrong is said to stderr where `--quiet` keeps the result back: "nothing but errors". */
export const sayThoughQuiet = ({ quiet, json }: Output, lines: () => readonly string[]): void => {
  if (quiet && !json) for (const line of lines()) process.stderr.write(`${line}\n`);
};
