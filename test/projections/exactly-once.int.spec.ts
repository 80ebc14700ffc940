import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryFailedError, type DataSource } from 'typeorm';
import type { EventStore, Recorded } from '../../src/eventstore/event-store.js';
import type { Batch } from '../../src/projections/batches.js';
import { CheckpointRow } from '../../src/projections/checkpoint.rows.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { advance } from '../../src/projections/run-projection.js';
import type { Track } from '../../src/projections/track.js';
import { tracksOf } from '../../src/projections/tracks.js';
import { histories, longHistory, record, type Append } from '../support/histories.js';
import { dropAllTables, dump, onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

const RUNS = 8;

/** Live tables that have seen nothing yet. */
const freshTracks = async (db: DataSource): Promise<Track[]> => {
  await projectToEnd(db, await temporaryStore(), readModels());
  return tracksOf(db, readModels());
};

const logOf = async (store: EventStore): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
};

const recorded = async (appends: readonly Append[]): Promise<Recorded[]> => {
  const store = await temporaryStore();
  await record(store, appends);
  return logOf(store);
};

/** The stretch of a log between two of its events. */
const stretch = (log: readonly Recorded[], from: number, to: number): Batch => {
  const positionBefore = (index: number) => (index === 0 ? 0n : log[index - 1]!.position);
  return { after: positionBefore(from), events: log.slice(from, to), upTo: positionBefore(to) };
};

/** The same track, but its connection breaks after the rows were written and before they are committed. */
const breaking = (track: Track): Track => ({
  ...track,
  projection: {
    ...track.projection,
    project: async (events, tables) => {
      await track.projection.project(events, tables);
      throw new QueryFailedError('COMMIT', [], Object.assign(new Error('terminating connection'), { code: '57P01' }));
    },
  },
});

type Step = { readonly back: number; readonly size: number; readonly breaks: boolean };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ back: fc.nat({ max: 6 }), size: fc.nat({ max: 15 }), breaks: fc.boolean() }),
  {
    maxLength: 12,
  },
);

onEachDatabase('Promise 3: each event counts once', (newPlace) => {
  it('makes the same rows of batches of any size, delivered again and broken off in between, as of events one by one', async () => {
    const db = await (await newPlace()).open();
    await fc.assert(
      fc.asyncProperty(histories(), steps, async (appends, cuts) => {
        const log = await recorded(appends);
        await dropAllTables(db);
        const oneByOne = await freshTracks(db);
        for (const index of log.keys()) for (const track of oneByOne) await advance(db, track, stretch(log, index, index + 1));
        const expected = await dump(db);

        await dropAllTables(db);
        const tracks = await freshTracks(db);
        let next = 0;
        for (const { back, size, breaks } of [...cuts, { back: 0, size: log.length, breaks: false }]) {
          const to = Math.min(log.length, next + size);
          const batch = stretch(log, Math.max(0, next - back), to);
          if (breaks) await Promise.allSettled(tracks.map((track) => advance(db, breaking(track), batch)));
          for (const track of tracks) await advance(db, track, batch);
          next = to;
        }
        expect(await dump(db)).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives two workers that run at once the rows of one', async () => {
    const place = await newPlace();
    const [one, other, store] = [await place.open(), await place.open(), await temporaryStore()];
    const all = longHistory();
    for (let start = 0; start < all.length; start += 40) {
      await record(store, all.slice(start, start + 40));
      await Promise.all([projectToEnd(one, store, readModels()), projectToEnd(other, store, readModels())]);
    }
    const together = await dump(one);
    await dropAllTables(one);
    await projectToEnd(one, store, readModels());
    expect(together).toEqual(await dump(one));
  });

  it('moves no row when the checkpoint is not where the worker believes', async () => {
    const place = await newPlace();
    const [db, other] = [await place.open(), await place.open()];
    const log = await recorded(longHistory());
    const [mine, theirs] = [await freshTracks(db), await tracksOf(other, readModels())];
    for (const track of mine) await advance(db, track, stretch(log, 0, 50));
    const before = await dump(db);
    for (const track of theirs) await advance(other, track, stretch(log, 0, 30)); // believes to be at the beginning
    expect(theirs.map(({ position }) => position)).toEqual(mine.map(({ position }) => position));
    for (const track of theirs) await advance(other, track, stretch(log, 60, 80)); // a gap: 50 to 60 are missing
    expect(await dump(db)).toEqual(before);
  });

  it('does not write to tables that belong to another version or were taken away', async () => {
    const db = await (await newPlace()).open();
    const log = await recorded(longHistory());
    const tracks = await freshTracks(db);
    await db.manager.update(CheckpointRow, { prefix: '' }, { version: 99 });
    for (const track of tracks) await advance(db, track, stretch(log, 0, 50));
    expect(tracks.map(({ state }) => state)).toEqual(['gone', 'gone', 'gone']);
    expect(Object.values(await dump(db)).flat()).toEqual([]);
  });

  it('moves the checkpoint over events that nobody wants', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await store.append('content-1', 'no_stream', [
      {
        ...{ type: 'ContentStored', id: '00000000-0000-4000-8000-000000000001', data: {} },
        metadata: { $correlationId: 'c', commandId: 'c', actor: 'user:ada', project: 'p', instance: 'i', schema: 1 },
      },
    ]);
    await projectToEnd(db, store, readModels());
    const end = (await store.lastPosition()).toString();
    expect(end).not.toBe('0');
    expect((await projectionStatus(db, readModels())).map(({ position }) => position)).toEqual([end, end, end]);
  });

  it('reads the log once for all read models', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory(60));
    let events = 0;
    await projectToEnd(db, store, readModels(), { onProgress: (progress) => (events += progress.events) });
    const wanted = new Set(readModels().flatMap(({ handles }) => handles));
    expect(events).toBe((await logOf(store)).filter(({ type }) => wanted.has(type)).length);
  });
});
