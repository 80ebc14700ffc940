import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FileToWrite } from '../../src/commands/ports.js';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { systemError, watchedOperations } from './support/operations.js';
import { journals } from './support/pending.js';
import { contents, file, plant, snapshot, temporaryFolders, type Tree } from './support/trees.js';
import { ID, writerIn } from './support/writer.js';

const newFolder = temporaryFolders();
const setUp = (tree: Tree = {}) => writerIn(newFolder(), tree);
const isRefusal = (code: string) => ({ asymmetricMatch: (error: { code?: string }) => error.code === code });

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

  it('a file that appears while another one cannot be staged is kept, even one with the planned bytes', async () => {
    const { destination, pending, plan } = setUp();
    const planned = await plan([file('first', '1'), file('second', '2')]);
    const operations = watchedOperations((name, [path]) => {
      if (name !== 'writeFileSync' || !String(path).endsWith('-0.tmp')) return;
      writeFileSync(join(destination, 'second'), '2');
      throw systemError('ENOSPC');
    });
    await expect(new AtomicFileWriter(pending, operations).write(ID, planned)).rejects.toEqual(isRefusal('DISK_FULL'));
    expect(contents(destination)).toEqual({ second: '2' });
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

  it('a file to be replaced that an editor saves while it is being kept aside is kept', async () => {
    const { destination, pending, plan } = setUp({ a: 'old' });
    const planned = await plan([file('a', 'new')]);
    const operations = watchedOperations(
      () => undefined,
      (name, [from]) => {
        if (name !== 'linkSync' || from !== join(destination, 'a')) return;
        writeFileSync(join(destination, 'a~'), 'saved');
        renameSync(join(destination, 'a~'), join(destination, 'a'));
      },
    );
    const writer = new AtomicFileWriter(pending, operations);
    await expect(writer.write(ID, planned)).rejects.toEqual(isRefusal('FILE_CHANGED'));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ a: 'saved' });
  });

  it('so it is where the file system has no hard links', async () => {
    const { destination, pending, plan } = setUp({ a: 'old' });
    const planned = await plan([file('a', 'new')]);
    const operations = watchedOperations((name, [from]) => {
      if (name === 'linkSync') throw systemError('EPERM');
      if (name === 'renameSync' && from === join(destination, 'a')) writeFileSync(join(destination, 'a'), 'saved');
    });
    const writer = new AtomicFileWriter(pending, operations);
    await expect(writer.write(ID, planned)).rejects.toEqual(isRefusal('FILE_CHANGED'));
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ a: 'saved' });
  });
});
