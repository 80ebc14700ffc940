const MAX_LENGTH = 300;

/** Lines that speak of errors and mean none: passed tests, counts of nothing, warnings, frames of a stack. */
const HARMLESS =
  /^(?:[✓✔√]|ok\b|pass(?:ed)?\b|warn(?:ing)?\b|at\s)|\b(?:0|no) (?:errors?|failures?|failed|problems?)\b|\b(?:errors?|fail(?:ed|ures?)?)\s*[:=]\s*0\b/i;

/** What package managers add after the command that they ran has failed. */
const FRAMING = /^(?:npm (?:error|ERR!)|yarn|error Command failed|pnpm|make(?:\[\d+\])?:|\[?ERR_PNPM|ELIFECYCLE)/;

/** From what says most to what says least. */
const SIGNS: readonly RegExp[] = [
  // An exception or a diagnostic by name: TypeError: …, error TS2304: …, ** (KeyError) …, error[E0425]: …, E   assert …, panic: …
  /\b[A-Z]\w*(?:Error|Exception)\b(?::|\)? )|\berror(?:\[\w+\]| [A-Z]+\d+)?: |\*\* \([\w.]+\)|^E {2,}\S|\bpanic(?:ked)?\b|\bfatal\b/i,
  // A failed test by name.
  /^(?:[✕✗✘×●]\s|not ok\b|--- FAIL|FAIL(?:ED)?\b)|^\d+\) /,
  /\b(?:errors?|fail(?:ed|ures?|s)?|cannot|can't|could not|unable to|not found|no such|denied|refused|undefined|unexpected|missing)\b/i,
];

/** The first line of a command's output that says what went wrong, as far as that can be told; undefined where none seems to. */
export const firstErrorLine = (output: string): string | undefined => {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => /\w/.test(line) && !HARMLESS.test(line));
  const own = lines.filter((line) => !FRAMING.test(line));
  for (const candidates of [own, lines])
    for (const sign of SIGNS) {
      const found = candidates.find((line) => sign.test(line));
      if (found !== undefined) return shorten(found.replace(/\s+/g, ' '));
    }
  return undefined;
};

const shorten = (line: string): string => {
  const characters = [...line];
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
};
