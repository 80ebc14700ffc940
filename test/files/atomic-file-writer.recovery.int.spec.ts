import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FileToWrite } from '../../src/commands/ports.js';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { systemError, watchedOperations } from './support/operations.js';
import { journals, leaveBehind } from './support/pending.js';
import { contents, file, plant, snapshot, temporaryFolders, type Tree } from './support/trees.js';
import { ID, OTHER_ID, writerIn } from './support/writer.js';

const newFolder = temporaryFolders();
const setUp = (tree: Tree = {}) => writerIn(newFolder(), tree);
const isRefusal = (code: string) => ({ asymmetricMatch: (error: { code?: string }) => error.code === code });

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
    const files = [file('x/a', 'new'), file('c', 'new'), file('b', 'new'), file('z', 'new')];
    const { destination, next } = await endBefore({ b: 'old', z: 'old' }, files, renamesOver('/z'));
    writeFileSync(join(destination, 'b'), 'edited since');
    writeFileSync(join(destination, 'c'), 'edited since');
    writeFileSync(join(destination, 'x/other'), 'made since');
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(contents(destination)).toEqual({
      b: 'edited since',
      [`b.before-${ID}`]: 'old',
      c: 'edited since',
      'x/other': 'made since',
      z: 'old',
    });
  });

  it('a journal cut short means that nothing was touched', async () => {
    const { destination, pending, writer, plan } = setUp();
    await writer.write(ID, await plan([file('a', 'new')]));
    leaveBehind(pending);
    const [name] = journals(pending);
    renameSync(join(pending, name!), join(pending, name!.replace('written', 'announced')));
    writeFileSync(join(pending, name!.replace('written', 'announced')), '{"generationId":"01');
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
