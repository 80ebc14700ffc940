import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { bundleScript, startScript } from './support/child-script.js';
import { journals } from './support/pending.js';
import { contents, file, plant, snapshot, temporaryFolders } from './support/trees.js';

const ID = '01980000-0000-7000-8000-000000000001';

const run = (command: string, ...args: string[]): string | undefined => {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr).trim();
};

const mounted: string[] = [];
afterEach(() => {
  for (const folder of mounted.splice(0).reverse()) run('umount', folder);
});

const newFolder = temporaryFolders(); // removed after what is mounted in them

const mount = (folder: string, options: string): string | undefined => {
  const problem = run('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder);
  if (problem === undefined) mounted.push(folder);
  return problem;
};

const probe = (): string | undefined => {
  const folder = newFolder();
  const problem = mount(folder, 'size=64k');
  if (problem === undefined) run('umount', mounted.pop()!);
  return problem;
};
const noMounts = probe();
if (noMounts !== undefined) process.stderr.write(`no small or read-only disks here, mount says: ${noMounts}\n`);

const onDisk = (options: string) => {
  const root = newFolder();
  const destination = join(root, 'disk');
  mkdirSync(destination);
  expect(mount(destination, options)).toBeUndefined();
  const pending = join(root, 'pending');
  return { root, destination, pending, writer: new AtomicFileWriter(pending) };
};

(noMounts === undefined ? describe : describe.skip)('on a disk of its own', () => {
  it('that is full: nothing is left of the write, and the sentence says so', async () => {
    const { destination, writer, pending } = onDisk('size=256k');
    plant(destination, { 'a.txt': 'old', 'sub/b.txt': { text: 'old', mode: 0o600 } });
    const before = snapshot(destination);
    const files = [
      file('a.txt', 'new'),
      file('sub/b.txt', 'new'),
      ...Array.from({ length: 40 }, (_, index) => file(`new/${index}`, 'x'.repeat(10_000))),
    ];
    const plan = await writer.plan(destination, files, { force: true });
    await expect(writer.write(ID, plan)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/^cannot write "new\/\d+": no space is left on its disk; everything is as it was before$/),
    });
    await writer.settle(ID);
    expect(snapshot(destination)).toEqual(before);
    expect(journals(pending)).toEqual([]);
  });

  it('that takes no more files', async () => {
    const { destination, writer } = onDisk('size=1m,nr_inodes=12');
    const plan = await writer.plan(
      destination,
      Array.from({ length: 20 }, (_, index) => file(`d/${index}`, 'x')),
      { force: false },
    );
    await expect(writer.write(ID, plan)).rejects.toHaveProperty('code', 'DISK_FULL');
    expect(snapshot(destination)).toEqual({});
  });

  it('that is full in the home: nothing is touched', async () => {
    const { root, destination } = onDisk('size=64k');
    writeFileSync(join(destination, 'filler'), Buffer.alloc(64 * 1024));
    const out = join(root, 'out');
    const writer = new AtomicFileWriter(join(destination, 'pending'));
    const plan = await writer.plan(
      out,
      Array.from({ length: 200 }, (_, index) => file(`d/${index}`, 'x')),
      { force: false },
    );
    await expect(writer.write(ID, plan)).rejects.toMatchObject({ code: 'DISK_FULL', details: { field: 'home' } });
    expect(statSync(out, { throwIfNoEntry: false })).toBeUndefined();
    expect(await new AtomicFileWriter(join(destination, 'pending')).unsettled()).toEqual([]);
  });

  it('that is read-only is refused before anything is recorded, for root too', async () => {
    const { destination, writer } = onDisk('size=64k,ro');
    const planned = writer.plan(destination, [file('new/a.txt', 'x')], { force: false });
    await expect(planned).rejects.toMatchObject({ code: 'READ_ONLY', details: { field: 'destination' } });
  });

  it('that becomes read-only between plan and write', async () => {
    const { destination, writer } = onDisk('size=64k');
    plant(destination, { a: 'old' });
    const plan = await writer.plan(destination, [file('a', 'new'), file('b', 'new')], { force: true });
    expect(run('mount', '-o', 'remount,ro', destination)).toBeUndefined();
    await expect(writer.write(ID, plan)).rejects.toHaveProperty('code', 'READ_ONLY');
    expect(contents(destination)).toEqual({ a: 'old' });
  });

  it('other than the home’s, and with a folder on yet another disk', async () => {
    const { destination, writer } = onDisk('size=256k');
    mkdirSync(join(destination, 'inner'));
    expect(mount(join(destination, 'inner'), 'size=64k')).toBeUndefined();
    plant(destination, { 'inner/a': 'old' });
    const plan = await writer.plan(destination, [file('inner/a', 'new'), file('inner/b/c', 'new'), file('d', 'new')], { force: true });
    await writer.write(ID, plan);
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ 'inner/a': 'new', 'inner/b/c': 'new', d: 'new' });
  });
});

describe('without the right to write', () => {
  let script: ReturnType<typeof bundleScript>;
  beforeAll(() => {
    script = bundleScript('writing-child');
  });
  afterAll(() => script.remove());

  /** Root may write everywhere, so the write is left to nobody. */
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  it.each([
    ['a folder', 0o555, 'a.txt'],
    ['a folder that may not even be entered', 0o600, 'sub/a.txt'],
  ])('%s is refused at the plan', async (_, mode, path) => {
    const root = newFolder();
    chmodSync(root, 0o755);
    const destination = join(root, 'out');
    mkdirSync(destination);
    if (asNobody.uid !== undefined) chownSync(destination, asNobody.uid, asNobody.gid);
    chmodSync(destination, mode);
    const child = startScript(
      script.path,
      { generationId: ID, pending: join(root, 'pending'), destination, files: [{ path, line: 'x', lines: 1 }] },
      asNobody,
    );
    expect(await child.next()).toMatchObject({
      error: { code: 'NOT_PERMITTED', message: expect.stringContaining('permission is denied') },
    });
    await child.ended;
    chmodSync(destination, 0o755);
    expect(snapshot(destination)).toEqual({});
  });

  (process.getuid?.() === 0 ? it : it.skip)('a file replaced by root keeps its owner', async () => {
    const root = newFolder();
    plant(root, { a: { text: 'old', mode: 0o640 } });
    chownSync(join(root, 'a'), 65534, 65534);
    const writer = new AtomicFileWriter(join(newFolder(), 'pending'));
    await writer.write(ID, await writer.plan(root, [file('a', 'new')], { force: true }));
    const { uid, gid, mode } = lstatSync(join(root, 'a'));
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 65534, mode: 0o640 });
  });
});
