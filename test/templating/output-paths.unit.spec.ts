import { describe, expect, it } from '@jest/globals';
import { pathProblem, refuseCollisions } from '../../src/templating/output-paths.js';
import { refusalOf } from './support/bundles.js';

describe('a path', () => {
  it.each([
    'a',
    'lib/cache.ex',
    '.github/workflows/ci.yml',
    'a b/é/日本.txt',
    '[...slug].tsx',
    'config/auxiliary.ts',
    '.gitignore',
    '.git-blame-ignore-revs',
    '{{x}}',
    'a..b',
    '...a',
  ])('"%s" is safe', (path) => expect(pathProblem(path)).toBeUndefined());
  it.each([
    ...[
      '/a',
      '//a',
      '..',
      '../a',
      'a/..',
      'a/../../b',
      './a',
      'a//b',
      'a/',
      '',
      'C:',
      'c:/x',
      'C:x',
      'a\\b',
      '\\\\server\\x',
      'a\0b',
      'a\nb',
      'a\u007f',
    ],
    ...[
      'CON',
      'con.fig/x',
      'con',
      'Aux.txt',
      'nul.',
      'a/COM1',
      'lpt9.log',
      'COM¹',
      'a.',
      'a ',
      'a /b',
      'a:b',
      'a*',
      'what?',
      'a<b',
      'a|b',
      '"a"',
    ],
    ...[
      '.git/hooks/pre-commit',
      '.GIT/config',
      'a/.git',
      '.formwork/project-id',
      'x.ts.template-answers.yml',
      'é'.repeat(200),
      'a/'.repeat(600) + 'a',
    ],
  ])('%j is not', (path) => expect(pathProblem(path)).toEqual(expect.any(String)));
});

describe('two files', () => {
  it.each([
    ['a/b.ts', 'a/b.ts'],
    ['a/b.ts', 'A/B.ts'],
    ['caf\u00e9', 'cafe\u0301'],
    ['a', 'a/b'],
    ['A/b/c', 'a/b'],
  ])('"%s" and "%s" cannot both be written, and both are named', async (a, b) => {
    const files = [{ path: a, origin: 'files[0] (one)' }, { path: 'z', origin: 'files[1]' }, { path: b, origin: 'files[2] (two)' }]; // prettier-ignore
    const { code, message } = await refusalOf(() => refuseCollisions(files));
    expect(code).toBe('PATHS_COLLIDE');
    for (const named of ['files[0] (one)', 'files[2] (two)', a, b]) expect(message).toContain(named);
  });
  it('beside each other can', () => {
    expect(refuseCollisions([{ path: 'a/b', origin: '' }, { path: 'a/bc', origin: '' }, { path: 'ab', origin: '' }])).toBeUndefined(); // prettier-ignore
  });
});
