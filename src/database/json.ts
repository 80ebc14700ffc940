// U+0000 and halves of surrogate pairs are legal in JavaScript and JSON, but no text of PostgreSQL can hold them. Both databases get
// U+FFFD, the replacement character, instead, so that they hold the same.

/** A text that both databases can store. */
export const storableText = (text: string): string => text.replace(/[\0\p{Cs}]/gu, '\ufffd');

const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
const ESCAPES = /\\(?:u[0-9a-f]{4}|.)/g;

/** JSON that both databases can store. */
export const storableJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  return UNSTORABLE.test(json) ? json.replace(ESCAPES, (escape) => (UNSTORABLE.test(escape) ? '\ufffd' : escape)) : json;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sortKeys(part)]));
};

/** One text for all ways of writing the same JSON value. */
export const canonicalJson = (value: unknown): string => storableJson(typeof value === 'object' ? sortKeys(value) : value);

const containsNested = (outer: unknown, inner: unknown): boolean => {
  if (Array.isArray(inner))
    return Array.isArray(outer) && inner.every((part) => outer.some((candidate) => containsNested(candidate, part)));
  if (isObject(inner))
    return isObject(outer) && Object.entries(inner).every(([key, part]) => Object.hasOwn(outer, key) && containsNested(outer[key], part));
  return outer === inner;
};

/** PostgreSQL's `outer @> inner` for JSON objects: every key and every element of `inner` is found in `outer`, at any depth. */
export const jsonContains = (outer: string, inner: string): boolean => containsNested(JSON.parse(outer), JSON.parse(inner));
