import type { Json } from './manifest.js';
import { yamlFlow } from './yaml-scalars.js';

type Literal = (value: Json) => string;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const json: Literal = (value) => JSON.stringify(value);

/** JSON's texts are texts of JavaScript and Python too; the line separators are escaped for tools older than ES2019. */
const quoted = (text: string) =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (separator) => `\\u${separator.charCodeAt(0).toString(16)}`);

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

const js: Literal = (value) => {
  if (isList(value)) return `[${value.map(js).join(', ')}]`;
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${IDENTIFIER.test(key) && key !== '__proto__' ? key : `[${quoted(key)}]`}: ${js(member)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};

const python: Literal = (value) => {
  if (isList(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'string') return quoted(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${quoted(key)}: ${python(member)}`)
    .join(', ')}}`;
};

/** `#{` would start an interpolation; Elixir wants a fraction before an exponent. */
const elixirText = (text: string) => quoted(text).replaceAll('#{', '\\#{');
const elixirNumber = (value: number) => String(value).replace(/^(-?\d+)e/, '$1.0e');

const elixir: Literal = (value) => {
  if (isList(value)) return `[${value.map(elixir).join(', ')}]`;
  if (typeof value === 'string') return elixirText(value);
  if (value === null) return 'nil';
  if (typeof value === 'number') return elixirNumber(value);
  if (typeof value === 'boolean') return String(value);
  return `%{${Object.entries(value)
    .map(([key, member]) => `${elixirText(key)} => ${elixir(member)}`)
    .join(', ')}}`;
};

const SHELL_PLAIN = /^[\w@%+=:,./-]+$/;
const shellWord = (text: string) => (SHELL_PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A list becomes one word for each item. */
const shell: Literal = (value) => {
  if (isList(value)) return value.map((item) => (isList(item) ? shellWord(json(item)) : shell(item))).join(' ');
  if (value !== null && typeof value === 'object') return shellWord(json(value));
  return shellWord(value === null ? '' : String(value));
};

/** Helpers that write any answer as a literal of a language, quoted and escaped. */
export const LITERAL_HELPERS: Readonly<Record<string, Literal>> = {
  json,
  json_pretty: (value) => JSON.stringify(value, undefined, 2),
  js,
  python,
  elixir,
  shell,
  yaml: yamlFlow,
};
