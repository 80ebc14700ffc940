import { describe, expect, it } from '@jest/globals';
import { parserFor } from '../../src/checks/parsers.js';

const problemIn = async (path: string, text: string) => {
  const parser = await parserFor(path);
  if ('missing' in parser) throw new Error(parser.missing);
  return parser.parse(text, path);
};

describe('parsers of generated files', () => {
  it.each([
    ['package.json', '{ "a": [1, null, "é"] }\n'],
    ['tsconfig.json', '{\n  // strict\n  "strict": true,\n}\n'],
    ['tsconfig.build.json', '{ "a": 1, /* b */ }'],
    ['.vscode/settings.json', '{ "a": 1, // b\n}'],
    ['rules.jsonc', '[1, /* two */ 2,]'],
    ['ci.yml', 'on: [push]\njobs:\n  a: !Ref b\n'],
    ['two.yaml', 'a: 1\n---\nb: 2\n'],
    ['empty.yaml', ''],
    ['a.ts', '@decorated() export class A { constructor(private readonly b: Map<string, number>) {} }\nexport enum C { D }\n'],
    ['a.mts', 'export const a = <T,>(b: T): b is T & {} => true;\n'],
    ['a.cts', 'import b = require("b");\nexport = b;\n'],
    ['a.tsx', 'export const A = () => <b c={1}>{`d`}</b>;\n'],
    ['a.js', 'import a from "a" with { type: "json" };\nexport default await a?.b ?? 1n;\n'],
    ['a.mjs', 'export const a = import.meta.url;\n'],
    ['a.cjs', 'module.exports = { a: require("a") };\n'],
    ['a.jsx', 'export const A = () => <b />;\n'],
  ])('takes a good %s', async (path, text) => {
    expect(await problemIn(path, text)).toBeUndefined();
  });

  it.each([
    ['package.json', '{\n  "a": 1,\n}\n', 3, 1],
    ['package.json', '{ "a": 1 // no\n}', 1, 10],
    ['package.json', '', 1, 1],
    ['tsconfig.json', '{\n  "a" 1\n}', 2, 7],
    ['ci.yml', 'a: 1\n b: 2\n', 1, 4],
    ['ci.yml', 'a: 1\na: 2\n', 2, 1],
    ['ci.yml', 'a: 1\n---\nb: [\n', 4, 1],
    ['a.ts', 'const a = 1;\nconst b: = 2;\n', 2, 10],
    ['a.tsx', 'const a = <b></c>;\n', 1, 16],
    ['a.js', 'const a = {\n', 2, 1],
    ['a.js', 'const a: number = 1;\n', 1, 10],
    ['a.mjs', 'export {;\n', 1, 9],
    ['a.cjs', 'function () {}\n', 1, 10],
  ])('says where %s is broken: %j', async (path, text, line, column) => {
    expect(await problemIn(path, text)).toEqual({ message: expect.stringMatching(/^[^\n]+$/), line, column });
  });

  it.each([
    ['lib/a.ex', '.ex files'],
    ['Dockerfile', 'files without an extension'],
    ['.gitignore', 'files without an extension'],
  ])('says that there is none for %s', async (path, what) => {
    expect(await parserFor(path)).toEqual({ missing: `no parser for ${what} comes with Formwork` });
  });
});
