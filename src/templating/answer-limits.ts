import type { Json, Question } from './manifest.js';

/** What was given, short enough for a sentence. */
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const outside = ({ min, max }: Question, size: number, is: string): string | undefined => {
  if (min !== undefined && size < min) return `${is}, at least ${min} is needed`;
  return max !== undefined && size > max ? `${is}, at most ${max} is allowed` : undefined;
};

const unmatched = ({ pattern, type }: Question, texts: readonly string[]): string | undefined => {
  if (pattern === undefined) return undefined;
  const expression = new RegExp(pattern, 'u');
  const unfit = texts.find((text) => !expression.test(text));
  return unfit === undefined ? undefined : `${type === 'secret' ? 'it' : shown(unfit)} does not match ${pattern}`;
};

/** Which of `min`, `max` and `pattern` the answer breaks: of numbers the value, of texts the characters, of lists the entries. */
export const limitsBroken = (question: Question, value: Json): string | undefined => {
  if (typeof value === 'number') return outside(question, value, String(value));
  if (typeof value === 'string') {
    const size = [...value].length;
    return outside(question, size, `it has ${size} character${size === 1 ? '' : 's'}`) ?? unmatched(question, [value]);
  }
  if (!isList(value)) return undefined;
  const size = value.length;
  const texts = value.filter((item) => typeof item === 'string');
  return outside(question, size, `it has ${size} entr${size === 1 ? 'y' : 'ies'}`) ?? unmatched(question, texts);
};
