import { FILE_HELPERS } from './file-texts.js';
import { LITERAL_HELPERS } from './literals.js';
import type { Json } from './manifest.js';
import { isSecretMark } from './secret-mark.js';
import { WORD_HELPERS } from './words.js';

const INDENT = /^indent([1-9]|[1-3]\d|40)$/;

/** Every line but the first and the blank ones is moved right; the first stands where its tag stands. */
const indent = (text: string, columns: number): string => text.replace(/\n(?!\r?\n|$)/g, `\n${' '.repeat(columns)}`);

export const HELPER_NAMES: readonly string[] = [
  ...Object.keys(WORD_HELPERS),
  ...Object.keys(LITERAL_HELPERS),
  ...Object.keys(FILE_HELPERS),
  'lines',
  'length',
  'indent2',
  'indent4',
  'indent8',
];

const ownHelper = <T>(helpers: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(helpers, name) ? helpers[name] : undefined;

/** Whether the name is one of the fixed set; `indent1` to `indent40` are. */
export const isHelper = (name: string): boolean => HELPER_NAMES.includes(name) || INDENT.test(name);

/** `value.name` where the value has no member of that name itself; undefined where the helper is none or does not fit the value. */
export const applyHelper = (value: Json, name: string): Json | undefined => {
  const literal = ownHelper(LITERAL_HELPERS, name);
  if (literal !== undefined) return literal(value);
  if (Array.isArray(value)) return name === 'length' ? value.length : undefined;
  if (value === null || typeof value === 'object' || typeof value === 'boolean') return undefined;
  const text = String(value);
  const isSecret = isSecretMark(text);
  const change = ownHelper(WORD_HELPERS, name) ?? ownHelper(FILE_HELPERS, name);
  if (change !== undefined) return isSecret ? text : change(text);
  if (name === 'lines') return isSecret ? [text] : text.split(/\r?\n/);
  if (name === 'length') return isSecret ? text : [...text].length;
  const columns = INDENT.exec(name)?.[1];
  return columns === undefined ? undefined : indent(text, Number(columns));
};
