const YES: ReadonlySet<string> = new Set(['y', 'yes', 't', 'true', 'on']);
const NO: ReadonlySet<string> = new Set(['', 'n', 'no', 'f', 'false', 'off', '~', 'null', 'none']);

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite decimal number, or undefined. Hexadecimal, `Infinity`, blanks and grouped digits are none. */
export const numberFrom = (text: string): number | undefined => {
  const trimmed = text.trim();
  const value = Number(trimmed);
  return DECIMAL.test(trimmed) && Number.isFinite(value) ? value : undefined;
};

/** Numbers first (0 is false), then words; undefined where a text is neither, since guessing would hide a mistake. */
export const booleanFrom = (text: string): boolean | undefined => {
  const number = numberFrom(text);
  if (number !== undefined) return number !== 0;
  const word = text.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
};
