import { linkSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { systemError, watchedOperations } from './support/operations.js';
import { journals } from './support/pending.js';
import { contents, file, temporaryFolders, type Tree } from './support/trees.js';
import { ID, writerIn } from './support/writer.js';

const newFolder = temporaryFolders();
const setUp = (tree: Tree = {}) => writerIn(newFolder(), tree);

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
