import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { applyHelper, HELPER_NAMES, isHelper } from '../../src/templating/helpers.js';
import type { Json } from '../../src/templating/manifest.js';
import { wordsOf } from '../../src/templating/words.js';

const chain = (value: Json, helpers: string): Json | undefined =>
  helpers.split('.').reduce<Json | undefined>((text, helper) => (text === undefined ? undefined : applyHelper(text, helper)), value);

describe('words', () => {
  it.each([
    ['HTTPServer', ['http', 'server']],
    ['http_server-2', ['http', 'server', '2']],
    ['userID', ['user', 'id']],
    ['  Two words! ', ['two', 'words']],
    ['éléphantRose', ['éléphant', 'rose']],
    ['日本', ['日本']],
    ['--', []],
  ])('of "%s" are %j', (text, words) => expect(wordsOf(text)).toEqual(words));
});

describe('helpers', () => {
  it.each<[Json, string, Json]>([
    ['user account', 'kebab', 'user-account'],
    ['UserAccount', 'snake', 'user_account'],
    ['user-account', 'camel', 'userAccount'],
    ['user_account', 'pascal', 'UserAccount'],
    ['user account', 'constant', 'USER_ACCOUNT'],
    ['userAccount', 'title', 'User Account'],
    ['User account', 'upper', 'USER ACCOUNT'],
    ['İ', 'lower', 'i̇'],
    ['category', 'plural', 'categories'],
    ['UserAccount', 'plural', 'UserAccounts'],
    ['big_child', 'plural', 'big_children'],
    ['order-items', 'singular', 'order-item'],
    ['user account', 'pascal.plural', 'UserAccounts'],
    ['user account', 'plural.pascal', 'UserAccounts'],
    ['people', 'singular.constant', 'PERSON'],
    ['a\nb\r\nc', 'lines', ['a', 'b', 'c']],
    ['a👍', 'length', 2],
    [['a', 'b'], 'length', 2],
    ['a\n\nb\n  c\n', 'indent4', 'a\n\n    b\n      c\n'],
    ['a\r\nb', 'indent2', 'a\r\n  b'],
    [5, 'indent2', '5'],
  ])('%j.%s is %j', (value, helper, expected) => expect(chain(value, helper)).toEqual(expected));

  it.each<[string, Json, string]>([
    ['json', { a: [1, 'x"', null] }, '{"a":[1,"x\\"",null]}'],
    ['json_pretty', { a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
    ['js', { ok: true, 'not-ok': ['\u2028'], __proto__x: 1 }, '{ ok: true, ["not-ok"]: ["\\u2028"], __proto__x: 1 }'],
    ['python', { a: [true, false, null, 1.5, "it's"] }, '{"a": [True, False, None, 1.5, "it\'s"]}'],
    ['elixir', { a: [true, null, 1e21, '#{x} "q"\\'] }, '%{"a" => [true, nil, 1.0e+21, "\\#{x} \\"q\\"\\\\"]}'],
    ['shell', "it's; rm -rf /", "'it'\\''s; rm -rf /'"],
    ['shell', ['a', 'b c', ''], "a 'b c' ''"],
    ['shell', null, "''"],
    ['yaml', 'plain', 'plain'],
    ['yaml', ['yes', 'a: b', '1.5'], '["yes", "a: b", "1.5"]'],
    ['yaml', { a: { b: [] } }, '{ a: { b: [] } }'],
  ])('%s writes %j as %s', (helper, value, expected) => expect(applyHelper(value, helper)).toBe(expected));

  it('js and yaml literals are read back as the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(runInNewContext(`(${applyHelper(plain, 'js') as string})`)).toEqual(plain);
        expect(parse(`a: ${applyHelper(plain, 'yaml') as string}`)).toEqual({ a: plain });
      }),
    );
  });

  it('change no secret that is masked, beyond quoting it', () => {
    for (const name of ['upper', 'kebab', 'plural', 'indent4', 'length']) expect(applyHelper('‹secret:x›', name)).toBe('‹secret:x›');
    expect(applyHelper('‹secret:x›', 'json')).toBe('"‹secret:x›"');
  });

  it('are a fixed set of own names', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'indent0', 'indent41', 'indent']) {
      expect([isHelper(name), applyHelper('x', name)]).toEqual([false, undefined]);
    }
    for (const name of [...HELPER_NAMES, 'indent1', 'indent40']) expect(isHelper(name)).toBe(true);
  });
});
