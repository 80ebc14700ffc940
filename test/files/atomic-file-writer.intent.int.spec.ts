import { rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../src/domain/decider.js';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { journals, leaveBehind } from './support/pending.js';
import { contents, file, plant, temporaryFolders } from './support/trees.js';
import { ID, writerIn } from './support/writer.js';

const newFolder = temporaryFolders();
const setUp = () => writerIn(newFolder());

/** A promise and its ends, to hold a write at the moment when its intent is being recorded. */
const held = () => {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
};

describe('the intent of a write', () => {
  it('is recorded when the write is noted down and before anything is touched', async () => {
    const { destination, pending, writer, plan } = setUp();
    let seen: unknown;
    await writer.write(ID, await plan([file('a/b', 'new')]), async () => {
      seen = { noted: journals(pending).map((name) => name.split('.').slice(0, 2)), files: contents(destination) };
    });
    expect(seen).toEqual({ noted: [[ID, 'announced']], files: {} });
    expect(contents(destination)).toEqual({ 'a/b': 'new' });
  });

  it('that is refused leaves nothing', async () => {
    const { destination, pending, writer, plan } = setUp();
    const refusal = new DomainError('GENERATION_EXISTS', 'requested before');
    await expect(writer.write(ID, await plan([file('a', 'new')]), () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(contents(destination)).toEqual({});
    expect(journals(pending)).toEqual([]);
  });

  it('that failed may be on record all the same: the note stays for the next start, and the write can be sent again', async () => {
    const { destination, pending, writer, plan } = setUp();
    const lost = new Error('connection lost');
    const planned = await plan([file('a', 'new')]);
    await expect(writer.write(ID, planned, () => Promise.reject(lost))).rejects.toBe(lost);
    expect(journals(pending)).toHaveLength(1);
    await expect(writer.write(ID, planned, () => Promise.reject(lost))).rejects.toBe(lost);
    leaveBehind(pending);
    const next = new AtomicFileWriter(pending);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    await next.settle(ID);
    await next.write(ID, planned, () => Promise.resolve());
    expect(contents(destination)).toEqual({ a: 'new' });
  });

  it('takes time, and what appears meanwhile is not lost', async () => {
    const { destination, pending, writer, plan } = setUp();
    const write = writer.write(ID, await plan([file('a', 'new'), file('b', 'new')]), async () =>
      writeFileSync(join(destination, 'b'), 'theirs'),
    );
    await expect(write).rejects.toHaveProperty('code', 'FILE_CHANGED');
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ b: 'theirs' });
    expect(journals(pending)).toEqual([]);
  });

  it('takes time, and a folder that became a link meanwhile is not followed', async () => {
    const { root, destination, writer, plan } = setUp();
    plant(root, { 'outside/kept': 'x', 'out/lib': null });
    const write = writer.write(ID, await plan([file('lib/a', 'new')]), async () => {
      rmdirSync(join(destination, 'lib'));
      symlinkSync('../outside', join(destination, 'lib'));
    });
    await expect(write).rejects.toHaveProperty('code', 'PATH_THROUGH_LINK');
    expect(contents(join(root, 'outside'))).toEqual({ kept: 'x' });
  });

  it('recorded by a process that ended then: the write is named at the next start and did nothing', async () => {
    const { destination, pending, writer, plan } = setUp();
    const { until } = held();
    void writer.write(ID, await plan([file('a', 'new')]), () => until);
    leaveBehind(pending);
    const next = new AtomicFileWriter(pending);
    expect(await next.unsettled()).toEqual([ID]);
    expect(await next.reconcile(ID)).toEqual({ end: 'undone' });
    expect(contents(destination)).toEqual({});
  });
});

describe('one generation sent twice', () => {
  it('to one process: the second is refused, the first goes on', async () => {
    const { destination, writer, plan } = setUp();
    const { until, release } = held();
    const planned = await plan([file('a', 'new')]);
    const first = writer.write(ID, planned, () => until);
    await expect(writer.write(ID, planned, () => Promise.resolve())).rejects.toHaveProperty('code', 'WRITE_IN_PROGRESS');
    release();
    await first;
    await expect(writer.write(ID, await plan([file('a', 'new')]))).rejects.toHaveProperty('code', 'WRITE_IN_PROGRESS');
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ a: 'new' });
  });

  it('to two processes: the announcement of one that is gone says nothing while the other one writes', async () => {
    const { destination, pending, writer, plan } = setUp();
    const planned = await plan([file('a', 'new')]);
    void new AtomicFileWriter(pending).write(ID, planned, () => held().until);
    leaveBehind(pending);
    const { until, release } = held();
    const write = writer.write(ID, planned, () => until);
    expect(journals(pending)).toHaveLength(2);
    expect(await new AtomicFileWriter(pending).unsettled()).toEqual([]);
    expect(journals(pending)).toHaveLength(1);
    release();
    await write;
    await writer.settle(ID);
    expect(contents(destination)).toEqual({ a: 'new' });
    expect(journals(pending)).toEqual([]);
  });
});
