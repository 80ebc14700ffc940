import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../../src/eventstore/event-store.js';
import { openReadModels } from '../../src/projections/open-read-models.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import type { Projection } from '../../src/projections/projection.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { runProjections, type RunOptions } from '../../src/projections/run-projections.js';
import { waitFor } from '../../src/projections/wait-for.js';
import { longHistory, record } from '../support/histories.js';
import { createTestDatabase, noPostgres, onTestServer } from '../support/postgres.js';
import { dropAllTables, dump, onEachDatabase, temporaryStore } from '../support/read-model-databases.js';
import { afterThisTest } from '../support/temporary.js';

/** Keeps the read models up to date until the test is over. */
const run = (db: DataSource, store: EventStore, options: RunOptions = {}, projections: readonly Projection[] = readModels()): void => {
  const stop = new AbortController();
  const running = runProjections(db, store, projections, stop.signal, { pauseMs: { first: 5, longest: 50 }, ...options });
  afterThisTest(() => {
    stop.abort();
    return running;
  });
};

const caughtUp = async (db: DataSource, store: EventStore): Promise<void> =>
  waitFor(db, await store.lastPosition(), readModels(), { timeoutMs: 20_000 });

/** A query may be the one whose connection was broken; asked again it gets another. */
const eventually = async (ask: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await ask();
    } catch (error) {
      if (attempt === 10) throw error;
    }
};

onEachDatabase('Promise 3: projections that run all the time', (newPlace) => {
  it('follow the log, and read your writes', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    run(db, store);
    await waitFor(db, 0n, readModels());
    const all = longHistory(120);
    for (let start = 0; start < all.length; start += 10) {
      await record(store, all.slice(start, start + 10));
      await caughtUp(db, store);
    }
    const live = await dump(db);
    await rebuild(db, store, readModels());
    expect(live).toEqual(await dump(db));
    expect(live.generations!.length).toBeGreaterThan(5);
  });

  it('build what somebody took away, and go on', async () => {
    const place = await newPlace();
    const [db, other, store] = [await place.open(), await place.open(), await temporaryStore()];
    const all = longHistory(150);
    const problems: unknown[] = [];
    await record(store, all.slice(0, -10));
    run(db, store, { onProblem: (problem) => problems.push(problem) });
    await caughtUp(db, store);
    await dropAllTables(other);
    await record(store, all.slice(-10));
    await caughtUp(db, store);
    const live = await dump(db);
    await projectToEnd(other, store, readModels());
    await rebuild(other, store, readModels());
    expect(live).toEqual(await dump(other));
    expect(problems.length).toBeGreaterThan(0);
  });

  it('go on where they stood after the event store was away', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    let failures = 3;
    const flaky = Object.create(store) as typeof store;
    flaky.subscribe = (options) => {
      if (failures-- > 0) throw new Error('the event store is away');
      return store.subscribe(options);
    };
    const problems: unknown[] = [];
    const all = longHistory(80);
    await record(store, all.slice(0, 40));
    run(db, flaky, { onProblem: (problem) => problems.push(problem) });
    await caughtUp(db, store);
    await record(store, all.slice(40));
    await caughtUp(db, store);
    expect(problems).toHaveLength(3);
    expect((await projectionStatus(db, readModels())).every(({ state }) => state === 'live')).toBe(true);
  });

  it('go on with a read model that was parked, once somebody has rebuilt it', async () => {
    const place = await newPlace();
    const [db, other, store] = [await place.open(), await place.open(), await temporaryStore()];
    const all = longHistory(150);
    const isBroken = { now: true };
    const projections = readModels().map((projection) => ({
      ...projection,
      project: (...[events, tables]: Parameters<typeof projection.project>) => {
        if (isBroken.now && projection.name === 'success') throw new TypeError('not yet mended');
        return projection.project(events, tables);
      },
    }));
    await record(store, all.slice(0, 80));
    run(db, store, {}, projections);
    await expect(waitFor(db, await store.lastPosition(), projections, { timeoutMs: 20_000 })).rejects.toMatchObject({
      code: 'READ_MODEL_PARKED',
    });
    isBroken.now = false;
    await rebuild(other, store, readModels(), { names: ['success'] });
    await record(store, all.slice(80));
    await caughtUp(db, store);
    const live = await dump(db);
    await rebuild(other, store, readModels());
    expect(live).toEqual(await dump(db));
  });

  it('let a rebuild swap the tables under them', async () => {
    const place = await newPlace();
    const [db, other, store] = [await place.open(), await place.open(), await temporaryStore()];
    const all = longHistory(150);
    await record(store, all.slice(0, 50));
    run(db, store);
    await caughtUp(db, store);
    const rebuilding = rebuild(other, store, readModels());
    await record(store, all.slice(50));
    await rebuilding;
    await caughtUp(db, store);
    const live = await dump(db);
    await rebuild(other, store, readModels());
    expect(live).toEqual(await dump(db));
  });

  it('are waited for only so long', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await projectToEnd(db, store, readModels());
    await expect(waitFor(db, 10n, readModels(), { timeoutMs: 20 })).rejects.toMatchObject({ code: 'READ_MODEL_BEHIND' });
  });
});

(noPostgres === undefined ? describe : describe.skip)(`PostgreSQL${noPostgres === undefined ? '' : ` (${noPostgres})`}`, () => {
  it('may break all connections: projections go on where they stood', async () => {
    const [{ url, drop }, store] = [await createTestDatabase(), await temporaryStore()];
    afterThisTest(drop);
    const db = await openReadModels({ url, home: tmpdir() });
    afterThisTest(() => db.destroy());
    const all = longHistory(120);
    run(db, store);
    for (let start = 0; start < all.length; start += 40) {
      await record(store, all.slice(start, start + 40));
      await onTestServer(
        url,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    }
    await expect(eventually(() => caughtUp(db, store))).resolves.toBeUndefined();
    const live = await dump(db);
    await rebuild(db, store, readModels());
    expect(live).toEqual(await dump(db));
  });
});
