import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { file, plant, snapshot, temporaryFolders, type Tree } from './support/trees.js';

const newFolder = temporaryFolders();

/** A destination with `tree` in it; whatever is planned, nothing may change. */
const planIn = async (tree: Tree, files: Parameters<AtomicFileWriter['plan']>[1], force = false) => {
  const root = newFolder();
  const destination = join(root, 'out');
  mkdirSync(destination);
  plant(destination, tree);
  const before = snapshot(root);
  try {
    return await new AtomicFileWriter(join(root, 'pending')).plan(destination, files, { force });
  } finally {
    expect(snapshot(root)).toEqual(before);
  }
};
const states = async (...given: Parameters<typeof planIn>) => (await planIn(...given)).files.map(({ path, state }) => `${path} ${state}`);
const refused = (code: string, says: string | RegExp) => ({
  asymmetricMatch: (error: Error & { code?: string }) => error.code === code && new RegExp(says).test(error.message),
});

describe('what a plan says of each file', () => {
  it('new, the same, other content, left alone', async () => {
    const files = [file('new/a.ts', 'a'), file('same.ts', 'same'), file('other.ts', 'new'), file('kept.ts', 'new', { skipIfExists: true })];
    expect(await states({ 'same.ts': 'same', 'other.ts': 'old', 'kept.ts': 'old' }, files, true)).toEqual([
      'new/a.ts created',
      'same.ts unchanged',
      'other.ts overwritten',
      'kept.ts skipped',
    ]);
  });

  it('a file to be left alone is made where it is missing', async () => {
    expect(await states({}, [file('kept.ts', 'new', { skipIfExists: true })])).toEqual(['kept.ts created']);
  });

  it('a link that leads where it should is unchanged, one that leads elsewhere is replaced', async () => {
    const files = [file('same', 'target', { symlink: true }), file('other', 'target', { symlink: true })];
    expect(await states({ same: { link: 'target' }, other: { link: 'elsewhere' } }, files, true)).toEqual([
      'same unchanged',
      'other overwritten',
    ]);
  });

  it('a file that is written again from what stood there needs no force, as long as that still stands there', async () => {
    const again = [file('a', 'new', { rewrites: Buffer.from('old') })];
    expect(await states({ a: 'old' }, again)).toEqual(['a overwritten']);
    const others: Tree[] = [{ a: 'OLD' }, { a: 'new' }, {}, { a: { link: 'b' }, b: 'old' }];
    for (const tree of others) await expect(planIn(tree, again)).rejects.toHaveProperty('code', 'FILE_CHANGED');
  });

  it('of a destination that does not exist yet: everything is new, and it is not made', async () => {
    const root = newFolder();
    const plan = await new AtomicFileWriter(join(root, 'pending')).plan(join(root, 'a', 'b'), [file('c/d', 'x')], { force: false });
    expect(plan).toEqual({ destination: join(root, 'a', 'b'), files: [{ ...file('c/d', 'x'), state: 'created' }] });
    expect(snapshot(root)).toEqual({});
  });

  it('follows the links of the destination itself, once', async () => {
    const root = newFolder();
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    const plan = await new AtomicFileWriter(join(root, 'pending')).plan(join(root, 'link', 'sub'), [file('a', 'x')], { force: false });
    expect(plan.destination).toBe(join(root, 'real', 'sub'));
  });
});

describe('what a plan refuses', () => {
  it.each(['../x', '/etc/formwork', 'a/../../x', 'C:/x', 'a\\..\\x', 'a\0b', '.git/config', ''])('the path %j', async (path) => {
    await expect(planIn({}, [file(path, 'x')])).rejects.toEqual(refused('PATH_UNSAFE', 'the path "'));
  });

  it('a name longer than the file system takes', async () => {
    await expect(planIn({}, [file(`${'x'.repeat(256)}`, 'x')])).rejects.toEqual(refused('PATH_TOO_LONG', 'longer than 255 bytes'));
  });

  it('a path longer than the system takes, in a folder that exists', async () => {
    const deep = Array.from({ length: 25 }, () => 'x'.repeat(200)).join('/');
    await expect(planIn({}, [file(deep, 'x')])).rejects.toEqual(refused('PATH_TOO_LONG', 'longer than the file system takes'));
  });

  it('two files at one path', async () => {
    await expect(planIn({}, [file('a', '1'), file('a', '2')])).rejects.toEqual(refused('PATH_TWICE', 'two files would be written to "a"'));
  });

  it('a file that another one needs as a folder', async () => {
    await expect(planIn({}, [file('a/b', '1'), file('a', '2')])).rejects.toEqual(refused('PATH_BLOCKED', '"a" would be a file'));
  });

  it('names that differ by case alone, where the disk takes them for one', async () => {
    const root = newFolder();
    plant(root, { probe: 'x' });
    const oneName = statSync(join(root, 'PROBE'), { throwIfNoEntry: false }) !== undefined;
    const both = planIn({}, [file('README.md', '1'), file('readme.md', '2')]);
    await (oneName
      ? expect(both).rejects.toEqual(refused('PATH_TWICE', 'are one file on this disk'))
      : expect(both).resolves.toHaveProperty('files.length', 2));
  });

  it.each([
    ['a parent that leads out', { lib: { link: '/etc' } }, 'lib/passwd', '"lib" is a symbolic link'],
    ['a parent that leads to a folder inside', { real: null, lib: { link: 'real' } }, 'lib/a', '"lib" is a symbolic link'],
    ['a grandparent', { 'a/b': { link: '/tmp' } }, 'a/b/c/d', '"a/b" is a symbolic link'],
    ['a parent that leads nowhere', { lib: { link: 'gone' } }, 'lib/a', '"lib" is a symbolic link'],
    ['the file itself', { a: { link: '/etc/passwd' } }, 'a', '"a" is a symbolic link'],
    ['the file itself, leading nowhere', { a: { link: '/tmp/nobody/made/this' } }, 'a', '"a" is a symbolic link'],
  ] as [string, Tree, string, string][])('writing through a link: %s', async (_, tree, path, says) => {
    await expect(planIn(tree, [file(path, 'x')], true)).rejects.toEqual(refused('PATH_THROUGH_LINK', says));
  });

  it.each([
    ['a folder where the file should be', { 'a/b': 'x' }, 'a', 'a folder of that name'],
    ['an empty folder where the file should be', { a: null }, 'a', 'a folder of that name'],
    ['a file where a folder is needed', { a: 'x' }, 'a/b', 'the file "a"'],
    ['a file further up', { 'a/b': 'x' }, 'a/b/c/d', 'the file "a/b"'],
  ] as [string, Tree, string, string][])('%s, with force too', async (_, tree, path, says) => {
    await expect(planIn(tree, [file(path, 'x', { skipIfExists: true })], true)).rejects.toEqual(refused('PATH_BLOCKED', says));
  });

  it('a pipe where the file should be', async () => {
    const root = newFolder();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const planned = new AtomicFileWriter(join(root, 'pending')).plan(root, [file('pipe', 'x')], { force: true });
    await expect(planned).rejects.toEqual(refused('PATH_BLOCKED', 'a device, pipe or socket'));
  });

  it.each(['/etc/passwd', '../x', 'sub/../../x', 'sub/../x'])('a link to %j', async (target) => {
    await expect(planIn({ sub: null }, [file('link', target, { symlink: true })])).rejects.toEqual(
      refused('LINK_LEAVES', 'out of the destination'),
    );
  });

  it('overwriting without force, naming each file and how to mend it', async () => {
    const planned = planIn({ 'a.ts': 'old', 'b/c.ts': 'old', same: 'same' }, [
      file('a.ts', 'new'),
      file('same', 'same'),
      file('b/c.ts', 'new'),
      file('d', 'x'),
    ]);
    await expect(planned).rejects.toMatchObject({
      code: 'FILE_EXISTS',
      message: 'a.ts, b/c.ts exist already with other content',
      details: { field: 'path', hint: expect.stringContaining('--force') },
    });
  });

  it('names five files at most and counts the others', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `f${index}`);
    const planned = planIn(
      Object.fromEntries(names.map((name) => [name, 'old'])),
      names.map((name) => file(name, 'new')),
    );
    await expect(planned).rejects.toEqual(refused('FILE_EXISTS', 'f0, f1, f2, f3, f4 and 3 more exist already'));
  });

  it('a link in the place of a file without force', async () => {
    await expect(planIn({ a: 'text' }, [file('a', 'b', { symlink: true })])).rejects.toEqual(refused('FILE_EXISTS', 'a exists already'));
  });

  it.each([
    ['a file', { out: 'x' }, 'out', 'is a file'],
    ['below a file', { out: 'x' }, 'out/sub', 'a file stands where a folder is needed'],
    ['a link to nowhere', { out: { link: 'gone' } }, 'out/sub', 'a link to nowhere'],
    ['a link to itself', { out: { link: 'out' } }, 'out', 'too many links'],
  ] as [string, Tree, string, string][])('a destination that is %s', async (_, tree, destination, says) => {
    const root = newFolder();
    plant(root, tree);
    const planned = new AtomicFileWriter(join(root, 'pending')).plan(join(root, destination), [file('a', 'x')], { force: true });
    await expect(planned).rejects.toMatchObject({ message: expect.stringContaining(says), details: { field: 'destination' } });
  });
});
