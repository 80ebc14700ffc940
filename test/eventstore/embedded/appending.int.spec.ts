import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { RECENT_EVENTS } from '../../../src/eventstore/embedded/recent-ids.js';
import { EVENT_LIMIT_BYTES } from '../../../src/eventstore/embedded/writer.js';
import { anEvent, bytes, readEverything, readOne } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';

describe('appending to the embedded store', () => {
  let folder: string;
  let engine: Engine;
  beforeEach(async () => {
    folder = await makeFolder();
    engine = await Engine.open(folder);
  });
  afterEach(async () => {
    await engine.close();
    await removeFolder(folder);
  });

  /** Commits in the write-ahead log, each of which was synchronised: frames that carry a database size (https://sqlite.org/fileformat2.html#walformat). */
  const commits = async (): Promise<number> => {
    const log = await readFile(`${engine.file}-wal`);
    const frame = 24 + log.readUInt32BE(8);
    let count = 0;
    for (let at = 32; at + frame <= log.length; at += frame)
      if (log.readUInt32BE(at + 4) > 0 && log.readUInt32BE(at + 8) === log.readUInt32BE(16)) count++;
    return count;
  };

  it('writes what is queued at the same time with one synchronisation', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, number) => engine.append(`a-${number}`, 'no_stream', [anEvent()])));
    expect(await commits()).toBe(1);
    expect(await readEverything(engine)).toHaveLength(100);
  });

  it('writes what comes one after the other one by one', async () => {
    for (let number = 0; number < 5; number++) await engine.append('a', number === 0 ? 'no_stream' : number - 1, [anEvent()]);
    expect(await commits()).toBe(5);
  });

  it('synchronises nothing when nothing is written', async () => {
    const event = anEvent();
    await engine.append('a', 'no_stream', [event]);
    await engine.append('a', 'no_stream', [event]);
    await engine.append('a', 7, [anEvent()]);
    expect(await commits()).toBe(1);
  });

  it('decides queued appends in order, each on what the ones before it left', async () => {
    const outcomes = await Promise.all([
      engine.append('a', 'no_stream', [anEvent()]),
      engine.append('a', 'no_stream', [anEvent()]),
      engine.append('a', 0, [anEvent(), anEvent()]),
      engine.append('a', 0, [anEvent()]),
      engine.append('a', 'stream_exists', [anEvent()]),
      engine.append('b', 'stream_exists', [anEvent()]),
    ]);
    expect(outcomes).toEqual([
      { kind: 'written', revision: 0, position: 1 },
      { kind: 'wrong-revision', actual: 0 },
      { kind: 'written', revision: 2, position: 3 },
      { kind: 'wrong-revision', actual: 2 },
      { kind: 'written', revision: 3, position: 4 },
      { kind: 'wrong-revision', actual: -1 },
    ]);
    expect(await readEverything(engine)).toMatchObject([0, 1, 2, 3].map((revision) => ({ stream: 'a', revision, position: revision + 1 })));
  });

  it.each<[string, string, Parameters<typeof anEvent>[1]]>([
    ['an id that is no UUID', 'a', { id: 'not-a-uuid' }],
    ['an id of fifteen bytes', 'a', { id: new Uint8Array(15) }],
    ['the reserved id', 'a', { id: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' }],
    ['no type', 'a', { type: '' }],
    ['no stream', '', {}],
    ['a stream that cannot be written to', '$all', {}],
    ['a name that is no Unicode', 'a\ud800', {}],
    ['a name of more than 65535 bytes', 'é'.repeat(32768), {}],
    ['more bytes than an event may have', 'a', { data: { length: EVENT_LIMIT_BYTES + 1 } as Uint8Array }],
  ])('refuses %s by itself, and the rest of the group is written', async (_, stream, overrides) => {
    const [bad, good] = await Promise.allSettled([
      engine.append(stream, 'any', [anEvent(), anEvent('{}', overrides)]),
      engine.append('good', 'any', [anEvent()]),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    expect(good).toMatchObject({ status: 'fulfilled', value: { position: 1 } });
    expect(await readEverything(engine)).toHaveLength(1);
  });

  it('keeps bytes as they are, and ids in their canonical form', async () => {
    const id = 'ABCDEF01-2345-6789-abcd-ef0123456789';
    const raw = Uint8Array.from(Buffer.from(id.replaceAll('-', ''), 'hex'));
    const data = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await engine.append('a\u0000b', 'any', [
      anEvent('', { id, json: false, data, metadata: new Uint8Array() }),
      anEvent('{broken', { id: raw }),
    ]);
    expect(await readOne(engine, 'a\u0000b')).toMatchObject([
      { id: id.toLowerCase(), json: false, data: Buffer.from(data).toString('latin1'), metadata: '' },
      { id: id.toLowerCase(), json: true, data: '{broken', metadata: '{"by":"a test"}' },
    ]);
  });

  it('stamps events with the clock it was given, whose whims change no order', async () => {
    await engine.close();
    const times = [5000.9, 7000, 1000, -5, 2_000_000_000_000];
    const clock = times[Symbol.iterator]();
    engine = await Engine.open(folder, { clock: () => clock.next().value as number });
    for (const _ of times) await engine.append('a', 'any', [anEvent()]);
    const expected = [5000, 7000, 1000, 0, 2_000_000_000_000].map((created, revision) => ({ created, revision, position: revision + 1 }));
    expect(await readEverything(engine)).toMatchObject(expected);
    expect(await readOne(engine, 'a')).toMatchObject(expected);
  });

  it('tells where a stream stands when nothing is appended', async () => {
    expect(await engine.append('a', 'any', [])).toEqual({ kind: 'written', revision: -1, position: 0 });
    await engine.append('b', 'any', [anEvent()]);
    await engine.append('a', 'any', [anEvent(), anEvent()]);
    expect(await engine.append('a', 1, [])).toEqual({ kind: 'written', revision: 1, position: 3 });
    expect(await engine.append('a', 2, [])).toEqual({ kind: 'wrong-revision', actual: 1 });
  });

  it('lets a stream exist by its metadata alone', async () => {
    await engine.append('$$a', 'no_stream', [anEvent()]);
    expect(await engine.append('a', 'stream_exists', [anEvent()])).toMatchObject({ kind: 'written', revision: 0 });
  });

  it('knows a re-send without an expected revision among the newest events of the stream, whoever wrote them', async () => {
    const events = Array.from({ length: RECENT_EVENTS + 10 }, () => anEvent());
    for (let start = 0; start < events.length; start += 1000) {
      const batch = events.slice(start, start + 1000);
      await engine.append('a', start === 0 ? 'no_stream' : start - 1, batch);
      await engine.append('noise', 'any', [anEvent()]);
    }
    const other = await Engine.open(folder);
    try {
      const [oldestKnown, newest, tooOld] = [events.slice(10, 11), events.slice(-1), events.slice(9, 10)];
      for (const asked of [engine, other]) {
        expect(await asked.append('a', 'any', oldestKnown)).toMatchObject({ kind: 'written', revision: 10 });
        expect(await asked.append('a', 'any', newest)).toMatchObject({ kind: 'written', revision: events.length - 1 });
      }
      expect(await other.append('a', 'any', tooOld)).toMatchObject({ kind: 'written', revision: events.length });
      expect(await engine.append('a', 'any', tooOld)).toMatchObject({ kind: 'written', revision: events.length });
    } finally {
      await other.close();
    }
  });

  it('takes a flood of appends to one stream', async () => {
    const events = Array.from({ length: 10_000 }, () => anEvent());
    const first = await Promise.all(events.map((event) => engine.append('a', 'any', [event])));
    expect(first.map((outcome) => 'revision' in outcome && outcome.revision)).toEqual(events.map((_, revision) => revision));
    const again = events.slice(-RECENT_EVENTS).map((event) => engine.append('a', 'any', [event]));
    expect(await Promise.all(again)).toEqual(first.slice(-RECENT_EVENTS));
    expect(await engine.lastPosition()).toBe(10_000);
  });

  it('writes what is queued when it is closed, and nothing after that', async () => {
    const queued = Array.from({ length: 10 }, () => engine.append('a', 'any', [anEvent()]));
    await engine.close();
    expect(await Promise.all(queued)).toHaveLength(10);
    const closed = expect.objectContaining({ code: 'STORE_UNREACHABLE', message: expect.stringMatching(/is closed/) });
    await expect(engine.append('a', 'any', [anEvent()])).rejects.toEqual(closed);
    await expect(engine.lastPosition()).rejects.toEqual(closed);
    await expect(readEverything(engine)).rejects.toEqual(closed);
    await engine.close();
    engine = await Engine.open(folder);
    expect(await readEverything(engine)).toHaveLength(10);
  });

  it('writes events larger than a chunk of the log', async () => {
    const sizes = [10, 20_000, 16_384, 3_000_000, 0, 100];
    await engine.append(
      'a',
      'any',
      sizes.map((size) => anEvent('x'.repeat(size), { id: randomUUID(), metadata: bytes('') })),
    );
    expect((await readOne(engine, 'a')).map((event) => 'data' in event && event.data?.length)).toEqual(sizes);
  });
});
