import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, jsonContains, storableJson, storableText } from '../../src/database/json.js';

const json = fc.jsonValue({ noUnicodeString: false });

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, shuffled(part)]),
  );
};

describe('Texts and JSON as both databases can hold them', () => {
  it('leave alone what can be stored', () => {
    expect(storableText('ünï 😀 \\u0000')).toBe('ünï 😀 \\u0000');
    expect(storableJson({ a: 'ünï 😀 \\u0000 \\ud800' })).toBe(JSON.stringify({ a: 'ünï 😀 \\u0000 \\ud800' }));
  });
  it('replace what cannot, in values and in keys', () => {
    expect(storableText('a\0b\ud800c')).toBe('a\ufffdb\ufffdc');
    expect(JSON.parse(storableJson({ 'k\0': ['a\0b', '\ud800', '\\\0'] }))).toEqual({ 'k\ufffd': ['a\ufffdb', '\ufffd', '\\\ufffd'] });
  });
  it('are the same text however often they are made storable', () =>
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value))));
});

describe('Canonical JSON', () => {
  it('does not depend on the order of keys', () =>
    fc.assert(fc.property(json, (value) => canonicalJson(shuffled(value)) === canonicalJson(value))));
  it('tells different values apart', () => {
    expect(canonicalJson('1')).not.toBe(canonicalJson(1));
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
    expect(canonicalJson(null)).not.toBe(canonicalJson('null'));
  });
});

describe('JSON containment', () => {
  const contains = (outer: unknown, inner: unknown) => jsonContains(JSON.stringify(outer), JSON.stringify(inner));
  it('finds every value in itself', () => fc.assert(fc.property(json, (value) => contains(value, value))));
  it('finds parts of objects and lists, at any depth', () => {
    expect(contains({ a: 1, b: { c: [1, { d: 2, e: 3 }] } }, { b: { c: [{ d: 2 }] } })).toBe(true);
    expect(contains([1, 2, 3], [3, 1, 1])).toBe(true);
    expect(contains({ a: [1] }, { a: 1 })).toBe(false);
    expect(contains({ a: 1 }, { b: 1 })).toBe(false);
    expect(contains({ a: 1 }, { toString: 1 })).toBe(false);
    expect(contains([], {})).toBe(false);
  });
});
