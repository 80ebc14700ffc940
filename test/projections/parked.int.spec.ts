import { expect, it } from '@jest/globals';
import type { EventStore, Recorded } from '../../src/eventstore/event-store.js';
import { CorruptedEventError } from '../../src/eventstore/event-store.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import type { Projection } from '../../src/projections/projection.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { waitFor } from '../../src/projections/wait-for.js';
import { longHistory, record } from '../support/histories.js';
import { dump, onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

const poisoned = (name: string, poison: (event: Recorded) => boolean): Projection[] =>
  readModels().map((projection) =>
    projection.name !== name
      ? projection
      : {
          ...projection,
          project: async (events, tables) => {
            if (events.some(poison)) throw new TypeError('Cannot read properties of undefined');
            await projection.project(events, tables);
          },
        },
  );

const nth = async (store: EventStore, type: string, n: number): Promise<Recorded> => {
  const found: Recorded[] = [];
  for await (const event of store.readAll({ filter: { types: [type] } })) found.push(event);
  return found[n]!;
};

/** A store in which one event is damaged. */
const damaged = (store: EventStore, victim: Recorded): EventStore => ({
  append: store.append.bind(store),
  readStream: store.readStream.bind(store),
  subscribe: store.subscribe.bind(store),
  lastPosition: store.lastPosition.bind(store),
  close: store.close.bind(store),
  async *readAll(options) {
    for await (const event of store.readAll(options)) {
      if (event.position >= victim.position) throw new CorruptedEventError(victim.stream, victim.revision, victim.position);
      yield event;
    }
  },
});

onEachDatabase('Promise 3: an event that cannot be projected', (newPlace) => {
  it('parks its projection right before it, with the reason, while the others go on', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    const poison = await nth(store, 'OutcomeRecorded', 5);
    const projections = poisoned('success', ({ position }) => position === poison.position);
    const { position, parked } = await projectToEnd(db, store, projections);
    expect(parked).toEqual(['success']);
    const [catalogue, generations, success] = await projectionStatus(db, projections);
    expect([catalogue, generations]).toMatchObject([
      { state: 'live', position: position.toString() },
      { state: 'live', position: position.toString() },
    ]);
    expect(success).toMatchObject({ name: 'success', state: 'parked' });
    expect(success!.parked!.reason).toContain(`OutcomeRecorded at position ${poison.position}`);
    expect(success!.parked!.reason).toContain('Cannot read properties of undefined');
    expect(BigInt(success!.position!)).toBeLessThan(poison.position);
    await expect(waitFor(db, position, projections)).rejects.toMatchObject({ code: 'READ_MODEL_PARKED' });

    const rows = await dump(db);
    expect(await projectToEnd(db, store, projections)).toEqual({ position, parked: ['success'] });
    expect(await dump(db)).toEqual(rows);
  });

  it('parks its projection too when it is the database that refuses the row', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory(40));
    const metadata = { $correlationId: 'c', commandId: 'c', actor: 'user:ada', project: 'p', instance: 'i', schema: 1 };
    const data = { generationId: 'g', files: [], requestedAt: '2026-01-01T00:00:00.000Z' }; // of no template
    const { position } = await store.append('generation-g', 'no_stream', [
      { type: 'GenerationRequested', id: '00000000-0000-4000-8000-000000000001', data, metadata },
    ]);
    expect((await projectToEnd(db, store, readModels())).parked).toEqual(['generations', 'success']);
    const statuses = await projectionStatus(db, readModels());
    for (const { parked } of statuses.slice(1)) expect(parked!.reason).toContain(`GenerationRequested at position ${position}`);
  });

  it('is got over by a rebuild once the projection is mended', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const expected = await dump(db);
    const poison = await nth(store, 'OutcomeRecorded', 5);
    const projections = poisoned('success', ({ position }) => position === poison.position);
    await expect(rebuild(db, store, projections, { names: ['success'] })).rejects.toMatchObject({ code: 'READ_MODEL_PARKED' });
    expect(await dump(db)).toEqual(expected);
    await rebuild(db, store, readModels(), { names: ['success'] });
    expect(await dump(db)).toEqual(expected);
    expect((await projectionStatus(db, readModels())).map(({ state, building }) => [state, building])).toEqual([
      ['live', []],
      ['live', []],
      ['live', []],
    ]);
  });

  it('parks all projections before an event that is damaged in the store', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    const victim = await nth(store, 'FileGenerated', 3);
    const { parked } = await projectToEnd(db, damaged(store, victim), readModels());
    expect(parked).toEqual(readModels().map(({ name }) => name));
    const statuses = await projectionStatus(db, readModels());
    expect(statuses.map(({ position }) => BigInt(position!))).toEqual(readModels().map(() => victim.position - 1n));
    expect(statuses[0]!.parked!.reason).toContain('is damaged');
    await rebuild(db, store, readModels()); // restored from a backup
    expect((await projectToEnd(db, store, readModels())).parked).toEqual([]);
  });
});
