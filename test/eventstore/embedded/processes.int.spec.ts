import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, chown } from 'node:fs/promises';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { anEvent, readEverything, readOne } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';
import { startWorker, type Worker } from '../support/processes.js';

describe('several processes with one embedded store', () => {
  let folder: string;
  let engine: Engine | undefined;
  const workers: Worker[] = [];
  const start = (...parameters: Parameters<typeof startWorker>): Worker => {
    const worker = startWorker(...parameters);
    workers.push(worker);
    return worker;
  };

  beforeEach(async () => void (folder = await makeFolder()));
  afterEach(async () => {
    for (const { child, ended } of workers.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    await engine?.close();
    await removeFolder(folder);
  });

  it('write one log without holes, and each finds what it wrote where it was told', async () => {
    const writing = ['one', 'two', 'three'].map((name) => start('append', [folder, name, 4, 20]));
    engine = await Engine.open(folder);
    const own = await engine.append('parent', 'any', [anEvent()]);
    expect(await Promise.all(writing.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const everything = await readEverything(engine);
    expect(everything.map((event) => 'position' in event && event.position)).toEqual(everything.map((_, index) => index + 1));
    const said = writing.flatMap(({ said }) => said as { ids: string[]; stream: string; revision: number; position: number }[]);
    expect(said).toHaveLength(3 * 4 * 20);
    for (const { ids, stream, revision, position } of said) {
      for (const [nth, id] of ids.toReversed().entries()) {
        expect(everything[position - 1 - nth]).toMatchObject({ id, stream, revision: revision - nth });
      }
    }
    expect(everything).toHaveLength(said.reduce((events, { ids }) => events + ids.length, 1));
    expect(own).toMatchObject({ kind: 'written' });
    const shared = await readOne(engine, 'shared');
    expect(shared.map(({ revision }) => revision)).toEqual(shared.map((_, revision) => revision));
  });

  it('let only one win at each revision', async () => {
    const counting = [start('count', [folder, 40]), start('count', [folder, 40])];
    expect(await Promise.all(counting.map(({ ended }) => ended))).toEqual([0, 0]);
    engine = await Engine.open(folder);
    const counted = await readOne(engine, 'counter');
    expect(counted.map(({ revision }) => revision)).toEqual(Array.from({ length: 80 }, (_, revision) => revision));
  });

  it('wake each other, stay while they listen, and leave when they have heard enough', async () => {
    engine = await Engine.open(folder);
    const listener = start('follow', [folder, 2]);
    await listener.heard(1);
    await engine.append('a', 'any', [anEvent()]);
    await listener.heard(2);
    await engine.append('a', 'any', [anEvent()]);
    expect(await listener.ended).toBe(0);
    expect(listener.said).toEqual([{ following: true }, { position: 1 }, { position: 2 }]);
  });

  it('are heard by a subscriber that was here before', async () => {
    engine = await Engine.open(folder);
    const end = new AbortController();
    const pages = engine.follow('end', undefined, end.signal);
    await pages.next();
    const coming = pages.next();
    const writer = start('append', [folder, 'other', 1, 1]);
    const { value } = (await coming) as { value: { upTo: number } };
    expect(value.upTo).toBe(1);
    end.abort();
    expect(await writer.ended).toBe(0);
  });

  it('may all come first', async () => {
    const openers = Array.from({ length: 4 }, (_, name) => start('append', [folder, name, 1, 1]));
    expect(await Promise.all(openers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    engine = await Engine.open(folder);
    expect(await readEverything(engine)).toHaveLength(4);
  });

  it('are told what is missing where they must not write', async () => {
    await (await Engine.open(folder)).close();
    await chmod(folder, 0o555);
    await chmod(`${folder}/events.db`, 0o444);
    const isRoot = process.getuid?.() === 0; // nothing is read-only for root, so the other process is somebody else
    if (isRoot) await chown(folder, 65534, 65534);
    const { said, ended } = start('open', [folder], isRoot ? { uid: 65534, gid: 65534 } : {});
    await ended;
    await chmod(folder, 0o755);
    expect(said).toEqual([
      {
        code: 'STORE_READ_ONLY',
        message: `the event store ${folder}/events.db cannot be written`,
        hint: 'give this user write access to the file and its folder',
      },
    ]);
  });
});
