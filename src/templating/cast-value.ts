import { shown } from './answer-limits.js';
import { booleanFrom, numberFrom } from './conditions.js';
import type { Json, Question } from './manifest.js';
import { isSecretMark } from './secret-mark.js';

/** The answer as the template sees it, or one sentence on why it cannot be one. */
export type Fit = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

export const fits = (value: Json): Fit => ({ ok: true, value });
export const refused = (message: string): Fit => ({ ok: false, message });

export const isScalar = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

const MAX_DEPTH = 64;

/** Plain data that is not nested without end. */
const isJson = (value: unknown, depth = 0): value is Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'object' && depth < MAX_DEPTH && Object.values(value).every((part) => isJson(part, depth + 1));
};

export const castBoolean = (given: unknown): Fit => {
  if (typeof given === 'boolean') return fits(given);
  const value = isScalar(given) ? booleanFrom(String(given)) : undefined;
  return value === undefined ? refused(`${shown(given)} is neither yes nor no`) : fits(value);
};

export const castNumber = ({ integer }: Question, given: unknown): Fit => {
  const value = typeof given === 'number' && Number.isFinite(given) ? given : typeof given === 'string' ? numberFrom(given) : undefined;
  if (value === undefined) return refused(`${shown(given)} is not a number`);
  const isWhole = Number.isSafeInteger(value) && !(typeof given === 'string' && /[.e]/i.test(given));
  return integer === true && !isWhole ? refused(`${shown(given)} is not a whole number`) : fits(value);
};

const HALF_CHARACTER = /\p{Surrogate}/u;

export const castText = (given: unknown): Fit => {
  if (!isScalar(given)) return refused(`${shown(given)} is not text`);
  const text = String(given);
  return HALF_CHARACTER.test(text) ? refused('it holds half a character, which no file can hold') : fits(text);
};

/** What is wrong is said without saying what was given. */
export const castSecret = (given: unknown): Fit => {
  const fit = castText(given);
  if (!fit.ok) return refused('it is not text that a file can hold');
  return typeof given === 'string' && isSecretMark(given) ? refused('the secret itself is needed, not its mark') : fit;
};

export const castData = (given: unknown, parse: (text: string) => Json, language: string, isData: boolean): Fit => {
  try {
    const value: unknown = typeof given !== 'string' || isData ? given : parse(given);
    return isJson(value) ? fits(value) : refused(`${shown(given)} is not ${language}, or nested deeper than ${MAX_DEPTH} levels`);
  } catch (error) {
    return refused(`${shown(given)} is not ${language}: ${(error as Error).message.split('\n')[0]}`);
  }
};
