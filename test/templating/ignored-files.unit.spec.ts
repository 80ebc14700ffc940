import { describe, expect, it } from '@jest/globals';
import { withoutIgnored } from '../../src/templating/ignored-files.js';
import { bytes } from './support/bundles.js';

const kept = (rules: string, ...paths: string[]) => [
  ...withoutIgnored(
    new Map([['.formworkignore', { bytes: bytes(rules) }], ...paths.map((path) => [path, { bytes: bytes('') }] as const)]),
  ).keys(),
];

describe('.formworkignore', () => {
  it('leaves out itself', () => expect(kept('', 'a')).toEqual(['a']));
  it.each([
    ['*.log', ['a.log', 'deep/b.log'], ['a.log.txt']],
    ['/notes.md', ['notes.md'], ['deep/notes.md']],
    ['node_modules/', ['node_modules/a', 'x/node_modules/b/c'], ['node_modules']],
    ['docs/**/draft.md', ['docs/draft.md', 'docs/a/b/draft.md'], ['draft.md']],
    ['docs/*.md', ['docs/a.md'], ['docs/a/b.md', 'x/docs/a.md']],
    ['a?c', ['abc'], ['ac', 'a/c']],
    ['test', ['test', 'test/a', 'x/test/b'], ['tests']],
    ['# comment\n\n\\#real\n', ['#real'], ['comment']],
    ['a+(b)[1].txt', ['a+(b)[1].txt'], ['aab1.txt']],
    ['build/**\n!build/keep', ['build/x', 'build/y/z'], ['build/keep']],
  ])('%j leaves out %j and keeps %j', (rules, out, stay) => expect(kept(rules, ...out, ...stay)).toEqual(stay));
  it('changes nothing where there is none', () => {
    const folder = new Map([['a', { bytes: bytes('') }]]);
    expect(withoutIgnored(folder)).toBe(folder);
  });
});
