import type { Json } from './manifest.js';

type Members = Readonly<Record<string, Json>>;

/** Whether two values are the same data; the order of an object's members says nothing. */
export const isSameJson = (a: Json, b: Json): boolean => {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Members, b as Members];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key]!, right[key]!));
};
