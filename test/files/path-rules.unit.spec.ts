import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { posix } from 'node:path';
import { linkLeaves, refuseCollisions, refuseUnsafePath } from '../../src/files/path-rules.js';

const code = (code: string) => expect.objectContaining({ name: 'DomainError', code }) as unknown as Error;
const insensitive = () => true;
const sensitive = () => false;

describe('refuseUnsafePath', () => {
  it.each([
    'lib/cache.ex',
    'a',
    '.gitignore',
    '.github/workflows/ci.yml',
    'été/naïve ☕.md',
    '...',
    'a..b',
    `${'x'.repeat(255)}`,
    '{{name}}.ts',
  ])('takes %j', (path) => expect(refuseUnsafePath(path)).toBeUndefined());

  it.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['C:/Windows/x', 'is absolute'],
    ['c:x', 'is absolute'],
    ['../x', 'has a part ".."'],
    ['a/../../x', 'has a part ".."'],
    ['a/..', 'has a part ".."'],
    ['./a', 'has a part "."'],
    ['a//b', 'has an empty part'],
    ['a/', 'has an empty part'],
    ['..\\x', 'holds a backslash'],
    ['a\\b', 'holds a backslash'],
    ['a\0.ts', 'holds a control character'],
    ['a\u001b[31m.ts', 'holds a control character'],
    ['a\nb', 'holds a control character'],
    ['\ud800.ts', 'is not valid Unicode'],
    ['.git/hooks/pre-commit', "lies in git's own folder"],
    ['sub/.GIT/config', "lies in git's own folder"],
  ])('refuses %j: it %s', (path, because) => {
    expect(() => refuseUnsafePath(path)).toThrow(code('PATH_UNSAFE'));
    expect(() => refuseUnsafePath(path)).toThrow(because);
  });

  it('never prints a control character of the path it refuses', () => {
    expect(() => refuseUnsafePath('a\u001b[31m')).toThrow(/"a\\u001b\[31m"/);
  });

  it('counts the length of a name in bytes, not in characters', () => {
    expect(() => refuseUnsafePath(`a/${'é'.repeat(128)}/b`)).toThrow(code('PATH_TOO_LONG'));
    expect(refuseUnsafePath(`a/${'é'.repeat(127)}/b`)).toBeUndefined();
  });

  it('takes no path that leads out of its folder', () => {
    const part = fc.constantFrom('a', 'b', '..', '.', '', '/', '\\', 'C:', '\0', '...');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.constantFrom('/', '\\'), (parts, separator) => {
        const path = parts.join(separator);
        try {
          refuseUnsafePath(path);
        } catch {
          return;
        }
        expect(posix.join('/root/folder', path)).toBe(`/root/folder/${path}`);
      }),
    );
  });
});

describe('linkLeaves', () => {
  it.each([
    ['a/link', 'file'],
    ['a/link', './file'],
    ['a/link', '../b/file'],
    ['link', 'a/b/c'],
    ['a/b/link', '../../x'],
  ])('lets %j lead to %j', (path, target) => expect(linkLeaves(path, target)).toBe(false));

  it.each([
    ['link', '/etc/passwd'],
    ['link', '..'],
    ['a/link', '../../x'],
    ['a/link', 'b/../../../x'],
    ['a/link', 'b/../c'],
    ['link', ''],
    ['link', 'C:/x'],
    ['link', '..\\x'],
    ['link', 'a\0b'],
  ])('does not let %j lead to %j', (path, target) => expect(linkLeaves(path, target)).toBe(true));
});

describe('refuseCollisions', () => {
  it('takes files that lie beside and below each other', () => {
    expect(refuseCollisions(['a/b', 'a/c', 'd', 'a/e/f', 'ab'], insensitive)).toBeUndefined();
  });

  it('refuses two files at one path', () => {
    expect(() => refuseCollisions(['a', 'b', 'a'], sensitive)).toThrow(code('PATH_TWICE'));
  });

  it.each([[['a', 'a/b']], [['a/b/c/d', 'a/b']]])('refuses a file that is also a folder: %j', (paths) => {
    expect(() => refuseCollisions(paths, sensitive)).toThrow(code('PATH_BLOCKED'));
  });

  it.each([[['README.md', 'readme.md']], [['Été', 'e\u0301te\u0301']], [['src/A.ts', 'SRC/a.ts']]])(
    'refuses names that differ by case or composition only where the disk does not tell them apart: %j',
    (paths) => {
      expect(refuseCollisions(paths, sensitive)).toBeUndefined();
      expect(() => refuseCollisions(paths, insensitive)).toThrow(code('PATH_TWICE'));
    },
  );

  it('does not ask the disk when nothing could collide', () => {
    const ask = () => {
      throw new Error('asked');
    };
    expect(refuseCollisions(['a', 'B', 'c/a'], ask)).toBeUndefined();
  });
});
