import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FileToWrite } from '../../src/commands/ports.js';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { systemError, watchedOperations } from './support/operations.js';
import { journals, leaveBehind } from './support/pending.js';
import { contents, file, plant, snapshot, temporaryFolders, type Tree } from './support/trees.js';

const newFolder = temporaryFolders();
const ID = '01980000-0000-7000-8000-000000000001';
const OTHER_ID = '01980000-0000-7000-8000-000000000002';
const isRefusal = (code: string) => ({ asymmetricMatch: (error: { code?: string }) => error.code === code });

const setUp = (tree: Tree = {}) => {
  const root = newFolder();
  const destination = join(root, 'out');
  const pending = join(root, 'home', 'pending');
  mkdirSync(destination);
  mkdirSync(join(root, 'home'));
  plant(destination, tree);
  const writer = new AtomicFileWriter(pending);
  const plan = (files: readonly FileToWrite[], force = true) => writer.plan(destination, files, { force });
  return { root, destination, pending, writer, plan };
};

describe('write', () => {
  it('writes every file under its final name, makes the folders, and leaves nothing else', async () => {
    const { destination, writer, plan, pending } = setUp({ 'kept.md': 'mine', 'old.ts': 'old', 'same.ts': 'same' });
    const files = [
      file('a/b/new.ts', 'new'),
      file('a/c.ts', ''),
      file('old.ts', 'replaced'),
      file('same.ts', 'same'),
      file('kept.md', 'x', { skipIfExists: true }),
    ];
    const same = lstatSync(join(destination, 'same.ts')).ino;
    await writer.write(ID, await plan(files));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({
      'a/b/new.ts': 'new',
      'a/c.ts': '',
      'kept.md': 'mine',
      'old.ts': 'replaced',
      'same.ts': 'same',
    });
    expect(lstatSync(join(destination, 'same.ts')).ino).toBe(same);
    expect(journals(pending)).toEqual([]);
  });

  it('keeps what it replaced until it is settled, and no longer anything else', async () => {
    const { destination, writer, plan } = setUp({ 'old.ts': 'old' });
    await writer.write(ID, await plan([file('new.ts', 'new'), file('old.ts', 'replaced')]));
    expect(contents(destination)).toEqual({ [`.formwork-${ID}-1.old`]: 'old', 'new.ts': 'new', 'old.ts': 'replaced' });
  });

  it('makes the destination and the folders above it', async () => {
    const { root, writer } = setUp();
    await writer.write(ID, await writer.plan(join(root, 'x/y'), [file('z/a', '1')], { force: false }));
    expect(contents(join(root, 'x'))).toEqual({ 'y/z/a': '1' });
  });

  it('writes bytes, not text', async () => {
    const { destination, writer, plan } = setUp();
    const bytes = Buffer.from([0, 255, 13, 10, 0xef, 0xbb, 0xbf, 128]);
    await writer.write(ID, await plan([{ path: 'raw', bytes }]));
    expect(readFileSync(join(destination, 'raw')).equals(bytes)).toBe(true);
  });

  it('gives new files the rights that the umask leaves, executable ones with execution', async () => {
    const umask = process.umask(0o027);
    try {
      const { destination, writer, plan } = setUp();
      await writer.write(ID, await plan([file('text', ''), file('run.sh', '#!/bin/sh', { executable: true })]));
      expect(['text', 'run.sh'].map((path) => statSync(join(destination, path)).mode & 0o777)).toEqual([0o640, 0o750]);
    } finally {
      process.umask(umask);
    }
  });

  it('keeps the rights of a replaced file; a template can add execution to them', async () => {
    const { destination, writer, plan } = setUp({
      private: { text: 'old', mode: 0o600 },
      run: { text: 'old', mode: 0o640 },
      tool: { text: 'old', mode: 0o755 },
    });
    await writer.write(ID, await plan([file('private', 'new'), file('run', 'new', { executable: true }), file('tool', 'new')]));
    expect(['private', 'run', 'tool'].map((path) => statSync(join(destination, path)).mode & 0o777)).toEqual([0o600, 0o750, 0o755]);
  });

  it('writes links as links, and replaces a file by one and one by another', async () => {
    const { destination, writer, plan } = setUp({ 'was-file': 'old', 'was-link': { link: 'elsewhere' } });
    const files = ['new', 'was-file', 'was-link'].map((path) => file(path, 'target', { symlink: true }));
    await writer.write(ID, await plan([...files, file('target', 'text')]));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ new: '-> target', target: 'text', 'was-file': '-> target', 'was-link': '-> target' });
  });

  it('leaves the other names of a file that had several alone', async () => {
    const { destination, writer, plan } = setUp({ a: 'old' });
    linkSync(join(destination, 'a'), join(destination, 'b'));
    await writer.write(ID, await plan([file('a', 'new')]));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ a: 'new', b: 'old' });
  });

  it('works where the file system has no hard links', async () => {
    const { destination, pending, plan } = setUp({ old: 'old', sub: null });
    const operations = watchedOperations((name) => {
      if (name === 'linkSync') throw systemError('EPERM');
    });
    const writer = new AtomicFileWriter(pending, operations);
    await writer.write(ID, await plan([file('sub/new', 'new'), file('old', 'replaced')]));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ old: 'replaced', 'sub/new': 'new' });
  });

  it('notes the write down readable for its owner alone, with no content of any file', async () => {
    const { pending, writer, plan } = setUp();
    await writer.write(ID, await plan([file('a', 'a secret')]));
    const [journal] = journals(pending);
    expect(journal).toMatch(new RegExp(`^${ID}\\.written\\.`));
    expect(statSync(join(pending, journal!)).mode & 0o777).toBe(0o600);
    expect(statSync(pending).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(pending, journal!), 'utf8')).not.toContain('a secret');
  });

  it('refuses an id that could lead out of the journal', async () => {
    const { writer, plan } = setUp();
    await expect(writer.write('../x', await plan([file('a', 'x')]))).rejects.toThrow(RangeError);
  });
});

describe('what happens between plan and write', () => {
  type Change = (destination: string) => void;
  const save: Change = (destination) => writeFileSync(join(destination, 'a'), 'saved by hand');
  it.each([
    ['a new file appeared', {}, save],
    [
      'the file to be replaced was saved by an editor',
      { a: 'old' },
      (d) => (writeFileSync(join(d, 'a~'), 'OLD'), renameSync(join(d, 'a~'), join(d, 'a'))),
    ],
    ['the file to be replaced was changed in place', { a: 'old' }, (d) => appendFileSync(join(d, 'a'), '!')],
    ['the file to be replaced was deleted', { a: 'old' }, (d) => rmSync(join(d, 'a'))],
    ['the file that was the same was changed', { a: 'new' }, save],
    [
      'the folder was replaced by a link',
      { b: null },
      (d) => (rmSync(join(d, 'b'), { recursive: true }), symlinkSync('/tmp', join(d, 'b'))),
    ],
    ['a folder appeared where the file should be', {}, (d) => mkdirSync(join(d, 'a'))],
  ] as [string, Tree, Change][])('nothing is written and nothing lost: %s', async (_, tree, change) => {
    const { destination, writer, plan, pending } = setUp(tree);
    const planned = await plan([file('a', 'new'), file('b/c', 'new')]);
    change(destination);
    const before = snapshot(destination);
    await expect(writer.write(ID, planned)).rejects.toHaveProperty('name', 'DomainError');
    expect(snapshot(destination)).toEqual(before);
    expect(journals(pending)).toEqual([]);
  });

  it('says which file it was, and what to do', async () => {
    const { destination, writer, plan } = setUp();
    const planned = await plan([file('a', 'new')]);
    save(destination);
    await expect(writer.write(ID, planned)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      message: '"a" was changed by someone else while it was about to be written',
      details: { hint: 'run again to see what stands there now' },
    });
  });

  it('writes into a folder that somebody else made meanwhile', async () => {
    const { destination, writer, plan } = setUp();
    const planned = await plan([file('b/c', 'new')]);
    plant(destination, { 'b/other': 'theirs' });
    await writer.write(ID, planned);
    expect(contents(destination)).toEqual({ 'b/c': 'new', 'b/other': 'theirs' });
  });
});

describe('what happens during a write', () => {
  /** Somebody acts right before the n-th call of one operation. */
  const interfere = async (tree: Tree, files: readonly FileToWrite[], operation: string, act: (destination: string) => void) => {
    const { destination, pending, plan } = setUp(tree);
    const planned = await plan(files);
    let acted = false;
    const operations = watchedOperations((name) => {
      if (name !== operation || acted) return;
      acted = true;
      act(destination);
    });
    const writer = new AtomicFileWriter(pending, operations);
    await expect(writer.write(ID, planned)).rejects.toEqual(isRefusal('FILE_CHANGED'));
    await writer.settle(ID);
    expect(acted).toBe(true);
    expect(journals(pending)).toEqual([]);
    return contents(destination);
  };

  it('a file that appears is kept, even one with the planned bytes, and the others are taken back', async () => {
    const files = [file('first', '1'), file('second', '2')];
    const appears = (text: string) => (destination: string) => writeFileSync(join(destination, 'second'), text);
    expect(await interfere({}, files, 'linkSync', appears('theirs'))).toEqual({ second: 'theirs' });
    expect(await interfere({}, files, 'linkSync', appears('2'))).toEqual({ second: '2' });
  });

  it('a link that appears is kept', async () => {
    const act = (destination: string) => symlinkSync('/etc', join(destination, 'a'));
    expect(await interfere({}, [file('a', '1')], 'linkSync', act)).toEqual({ a: '-> /etc' });
    const link = file('a', 'b', { symlink: true });
    expect(await interfere({}, [link], 'symlinkSync', act)).toEqual({ a: '-> /etc' });
  });

  it.each([
    ['saved by an editor', (d: string) => (writeFileSync(join(d, 'a~'), 'saved'), renameSync(join(d, 'a~'), join(d, 'a')))],
    ['changed in place', (d: string) => writeFileSync(join(d, 'a'), 'saved')],
  ])('a file to be replaced that is %s is kept', async (_, act) => {
    for (const operation of ['writeFileSync', 'linkSync'])
      expect(await interfere({ a: 'old' }, [file('a', 'new')], operation, act)).toEqual({ a: 'saved' });
  });
});

describe('a write that fails', () => {
  it('puts everything back and says what went wrong, where, and that nothing is left', async () => {
    const { destination, pending, plan } = setUp({ 'a.ts': 'old', 'sub/b.ts': { text: 'old', mode: 0o751 } });
    utimesSync(join(destination, 'a.ts'), 1_000_000, 2_000_000.5);
    const before = snapshot(destination);
    const operations = watchedOperations((name, [path]) => {
      if (name === 'writeFileSync' && String(path).endsWith('-3.tmp')) throw systemError('ENOSPC');
    });
    const writer = new AtomicFileWriter(pending, operations);
    const planned = await plan([file('a.ts', 'new'), file('sub/b.ts', 'new'), file('x/y/z', 'new'), file('last', 'new')]);
    await expect(writer.write(ID, planned)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: 'cannot write "last": no space is left on its disk; everything is as it was before',
      details: { field: 'path', hint: 'free some space and run again' },
    });
    expect(snapshot(destination)).toEqual(before);
    expect(await writer.unsettled()).toEqual([]);
    await writer.settle(ID);
    expect(journals(pending)).toEqual([]);
  });

  it('keeps a failed write noted until its outcome is recorded', async () => {
    const { destination, pending, plan } = setUp();
    const operations = watchedOperations((name) => {
      if (name === 'linkSync') throw systemError('EIO');
    });
    await expect(new AtomicFileWriter(pending, operations).write(ID, await plan([file('a', 'x')]))).rejects.toEqual(
      isRefusal('DISK_FAILED'),
    );
    leaveBehind(pending);
    const next = new AtomicFileWriter(pending);
    expect(await next.unsettled()).toEqual([ID]);
    plant(destination, { a: 'x' });
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(contents(destination)).toEqual({ a: 'x' });
  });

  it('touches nothing when the home cannot hold the journal', async () => {
    const { root, destination, plan } = setUp();
    writeFileSync(join(root, 'home', 'pending'), 'a file');
    const writer = new AtomicFileWriter(join(root, 'home', 'pending'));
    await expect(writer.write(ID, await plan([file('a', 'x')]))).rejects.toMatchObject({
      code: 'PATH_BLOCKED',
      details: { field: 'home' },
    });
    expect(contents(destination)).toEqual({});
  });

  it('what could not be put back is said, and put back by settle once that is possible', async () => {
    const { destination, pending, plan } = setUp({ a: 'old' });
    const before = snapshot(destination);
    let broken = true;
    const operations = watchedOperations((name, [, path]) => {
      if (broken && name === 'renameSync' && String(path).endsWith('/b')) throw systemError('EIO');
      if (
        broken &&
        name === 'renameSync' &&
        String(path).endsWith('/a') &&
        existsSync(join(destination, 'a')) &&
        readFileSync(join(destination, 'a'), 'utf8') === 'new'
      )
        throw systemError('EROFS');
    });
    const writer = new AtomicFileWriter(pending, operations);
    const planned = await plan([file('a', 'new'), file('b', 'a', { symlink: true })]);
    await expect(writer.write(ID, planned)).rejects.toMatchObject({
      code: 'DISK_FAILED',
      message: expect.stringContaining('not everything could be put back: EROFS'),
    });
    await writer.settle(ID);
    expect(journals(pending)).toHaveLength(1);
    broken = false;
    await writer.settle(ID);
    expect(snapshot(destination)).toEqual(before);
    expect(journals(pending)).toEqual([]);
  });
});

describe('after a process that ended in between', () => {
  class Ended extends Error {}

  /** The process ends before its n-th change; from then on it changes nothing any more. */
  const endBefore = async (tree: Tree, files: readonly FileToWrite[], isLast: (name: string, args: readonly unknown[]) => boolean) => {
    const given = setUp(tree);
    const before = snapshot(given.destination);
    let ended = false;
    const operations = watchedOperations((name, args) => {
      ended ||= isLast(name, args);
      if (ended) throw new Ended();
    });
    await expect(new AtomicFileWriter(given.pending, operations).write(ID, await given.plan(files))).rejects.toThrow();
    leaveBehind(given.pending);
    return { ...given, before, next: new AtomicFileWriter(given.pending) };
  };
  const renamesOver = (target: string) => (name: string, args: readonly unknown[]) =>
    name === 'renameSync' && String(args[1]).endsWith(target);

  it('everything is put back when one file is missing', async () => {
    const { destination, before, next, pending } = await endBefore({ b: 'old' }, [file('x/a', 'new'), file('b', 'new')], renamesOver('/b'));
    expect(snapshot(destination)).not.toEqual(before);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(snapshot(destination)).toEqual(before);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    await next.settle(ID);
    expect(journals(pending)).toEqual([]);
  });

  it('the write is done when every file stands as planned', async () => {
    const files = [file('a', 'new'), file('b', 'new'), file('same', 'same'), file('kept', 'x', { skipIfExists: true })];
    const { destination, next, pending } = await endBefore(
      { b: 'old', same: 'same', kept: 'mine' },
      files,
      (name, [, to]) => name === 'renameSync' && String(to).includes('.written.'),
    );
    expect(await next.unsettled()).toEqual([ID]);
    const written = {
      end: 'written',
      files: [
        { path: 'a', state: 'created' },
        { path: 'b', state: 'overwritten' },
        { path: 'same', state: 'unchanged' },
        { path: 'kept', state: 'skipped' },
      ],
    };
    expect(await next.reconcile(ID)).toEqual(written);
    expect(await next.reconcile(ID)).toEqual(written);
    await next.settle(ID);
    expect(contents(destination)).toEqual({ a: 'new', b: 'new', kept: 'mine', same: 'same' });
    expect(journals(pending)).toEqual([]);
  });

  it('a write that was complete stays so, whatever became of its files since', async () => {
    const { destination, writer, plan, pending } = setUp({ b: 'old' });
    await writer.write(ID, await plan([file('a', 'new'), file('b', 'new')]));
    leaveBehind(pending);
    writeFileSync(join(destination, 'a'), 'edited since');
    rmSync(join(destination, 'b'));
    const next = new AtomicFileWriter(pending);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toHaveProperty('end', 'written');
    await next.settle(ID);
    expect(contents(destination)).toEqual({ a: 'edited since' });
  });

  it('what somebody did meanwhile stays: edits, new files, and what stood before beside an edited file', async () => {
    const files = [file('x/a', 'new'), file('b', 'new'), file('z', 'new')];
    const { destination, next } = await endBefore({ b: 'old', z: 'old' }, files, renamesOver('/z'));
    writeFileSync(join(destination, 'b'), 'edited since');
    writeFileSync(join(destination, 'x/other'), 'made since');
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(contents(destination)).toEqual({ b: 'edited since', [`b.before-${ID}`]: 'old', 'x/other': 'made since', z: 'old' });
  });

  it('a journal cut short means that nothing was touched', async () => {
    const { destination, pending, writer, plan } = setUp();
    await writer.write(ID, await plan([file('a', 'new')]));
    leaveBehind(pending);
    const [name] = journals(pending);
    renameSync(join(pending, name!), join(pending, name!.replace('written', 'staging')));
    writeFileSync(join(pending, name!.replace('written', 'staging')), '{"generationId":"01');
    const next = new AtomicFileWriter(pending);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    await next.settle(ID);
    expect(contents(destination)).toEqual({ a: 'new' });
    expect(journals(pending)).toEqual([]);
  });

  it('unsettled writes are named oldest first, each to one process only', async () => {
    const { destination, pending, writer, plan } = setUp();
    await writer.write(OTHER_ID, await plan([file('a', '1')]));
    await writer.write(ID, await plan([file('b', '1')]));
    journals(pending).forEach((name) => utimesSync(join(pending, name), 0, name.startsWith(OTHER_ID) ? 1_000_000 : 2_000_000));
    expect(await new AtomicFileWriter(pending).unsettled()).toEqual([]);
    leaveBehind(pending);
    const [first, second] = [new AtomicFileWriter(pending), new AtomicFileWriter(pending)];
    expect(await first.unsettled()).toEqual([OTHER_ID, ID]);
    expect(await second.unsettled()).toEqual([]);
    expect(await first.unsettled()).toEqual([OTHER_ID, ID]);
    await first.settle(OTHER_ID);
    expect(await first.unsettled()).toEqual([ID]);
    expect(contents(destination)).toEqual({ a: '1', b: '1' });
  });

  it('knows nothing of an id that was never written, and leaves foreign files in its folder alone', async () => {
    const { pending, writer } = setUp();
    mkdirSync(pending);
    writeFileSync(join(pending, 'notes.txt'), 'mine');
    expect(await writer.unsettled()).toEqual([]);
    expect(await writer.reconcile(ID)).toEqual({ end: 'undone' });
    await writer.settle(ID);
    expect(journals(pending)).toEqual(['notes.txt']);
  });

  it('says what keeps it from putting things back', async () => {
    const { destination, before, pending, next } = await endBefore({ b: 'old' }, [file('a', 'new'), file('b', 'new')], renamesOver('/b'));
    const readOnly = watchedOperations((name) => {
      if (name === 'unlinkSync') throw systemError('EROFS');
    });
    const hindered = new AtomicFileWriter(pending, readOnly);
    expect(await hindered.unsettled()).toEqual([ID]);
    await expect(hindered.reconcile(ID)).rejects.toMatchObject({ code: 'NOT_PUT_BACK', details: { field: 'destination' } });
    leaveBehind(pending);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(snapshot(destination)).toEqual(before);
    chmodSync(destination, 0o755);
  });
});
