import type { Json } from './manifest.js';

/**
 * Which texts may stand without quotes, decided by what is surely read back as the same text by every YAML 1.1 and 1.2 reader;
 * all others are written as JSON texts, which YAML's double quotes include.
 */
const WORDS = /^[A-Za-z_](?:[\w ./@+()%-]*[\w./@+()%-])?$/;
const VERSION = /^\d+\.\d+\.\d+(?:[-+][\w.+-]*\w)?$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^(?=[0-9a-f]*[a-df])[0-9a-f]{32,}$/;
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf|e[+-]?\d[\d_]*)$/i;

const isPlainYaml = (text: string): boolean =>
  (WORDS.test(text) && !RESERVED.test(text)) || VERSION.test(text) || UUID.test(text) || HASH.test(text);

/** JSON leaves characters as they are that YAML allows only escaped. */
const NOT_PRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const escaped = (text: string): string =>
  JSON.stringify(text).replace(NOT_PRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Outside brackets and braces, commas and quotes are letters like others; a colon or a hash could still begin something else. */
const LINE = /^[\p{L}_/](?:[\p{L}\p{N}_ ./@+()%,;'"!?=*&$~–—-]*[\p{L}\p{N}_./@+()%,;'"!?=*&$~–—-])?$/u;

export const yamlLine = (text: string): string => (LINE.test(text) && !RESERVED.test(text) ? text : yamlText(text));

export const yamlText = (text: string): string => (isPlainYaml(text) ? text : escaped(text));

/** A value on one line. */
export const yamlFlow = (value: Json): string => {
  if (typeof value === 'string') return yamlText(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(yamlFlow).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${yamlText(key)}: ${yamlFlow(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
};
