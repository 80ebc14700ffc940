import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../../src/eventstore/event-store.js';
import { findGenerations } from '../../src/projections/generations/generations.queries.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { longHistory, record } from '../support/histories.js';
import { dropAllTables, dump, onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

const tableNames = (db: DataSource): string[] => [
  ...readModels().flatMap((projection) => projection.tables.map((table) => db.getMetadata(table).tableName)),
  'projection_checkpoints',
  'migrations',
];

/** Lets a reader look at the database after every batch that is read. */
const watched = (store: EventStore, look: () => Promise<void>): EventStore => ({
  append: store.append.bind(store),
  readStream: store.readStream.bind(store),
  subscribe: store.subscribe.bind(store),
  lastPosition: store.lastPosition.bind(store),
  close: store.close.bind(store),
  async *readAll(options) {
    let read = 0;
    for await (const event of store.readAll(options)) {
      read += 1;
      if (read % 50 === 0) await look();
      yield event;
    }
    await look();
  },
});

onEachDatabase('Promise 3: read models can be taken away', (newPlace) => {
  it('comes back identical after any one table was dropped', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await dump(db);
    expect(before.generations!.length).toBeGreaterThan(10);
    for (const table of tableNames(db)) {
      const runner = db.createQueryRunner();
      await runner.query(`DROP TABLE "${table}"`);
      await runner.release();
      await projectToEnd(db, store, readModels());
      expect(await dump(db)).toEqual(before);
    }
  });

  it('comes back identical after all tables were dropped', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await dump(db);
    await dropAllTables(db);
    await projectToEnd(db, store, readModels());
    expect(await dump(db)).toEqual(before);
  });

  it('comes back identical after the whole database was removed', async () => {
    const [place, store] = [await newPlace(), await temporaryStore()];
    await record(store, longHistory());
    const first = await place.open();
    await projectToEnd(first, store, readModels());
    const before = await dump(first);
    await first.destroy();
    await place.removeDatabase();
    const db = await place.open();
    await projectToEnd(db, store, readModels());
    expect(await dump(db)).toEqual(before);
  });

  it('is rebuilt to identical rows, all or by name', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await dump(db);
    await rebuild(db, store, readModels());
    expect(await dump(db)).toEqual(before);
    await rebuild(db, store, readModels(), { names: ['success'] });
    expect(await dump(db)).toEqual(before);
    await expect(rebuild(db, store, readModels(), { names: ['nonsense'] })).rejects.toMatchObject({ code: 'READ_MODEL_UNKNOWN' });
  });

  it('never shows a half-built read model while it is rebuilt', async () => {
    const place = await newPlace();
    const [db, reader, store] = [await place.open(), await place.open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await findGenerations(reader, { limit: 500 });
    let looks = 0;
    const look = async () => {
      looks += 1;
      expect(await findGenerations(reader, { limit: 500 })).toEqual(before);
    };
    await rebuild(db, watched(store, look), readModels());
    await look();
    expect(looks).toBeGreaterThan(2);
  });

  it('goes on from the live rows after an interrupted rebuild, and the next rebuild leaves nothing behind', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await dump(db);
    let reads = 0;
    const failing = watched(store, async () => {
      reads += 1;
      if (reads === 2) throw new Error('the power went off');
    });
    await expect(rebuild(db, failing, readModels())).rejects.toThrow('the power went off');
    await projectToEnd(db, store, readModels());
    expect(await dump(db)).toEqual(before);
    expect((await projectionStatus(db, readModels())).every(({ state, building }) => state === 'live' && building.length === 1)).toBe(true);
    await rebuild(db, store, readModels());
    expect(await dump(db)).toEqual(before);
    expect((await projectionStatus(db, readModels())).every(({ building }) => building.length === 0)).toBe(true);
  });

  it('takes nothing back when the live rows are further than the build that takes their place', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const before = await dump(db);
    const slow = { ...watched(store, () => Promise.resolve()), lastPosition: () => Promise.resolve(5n) };
    await rebuild(db, slow, readModels());
    expect(await dump(db)).toEqual(before);
    const end = (await store.lastPosition()).toString();
    expect((await projectionStatus(db, readModels())).map(({ position }) => position)).toEqual([end, end, end]);
  });
});
