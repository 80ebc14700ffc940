import { expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type DataSource } from 'typeorm';
import { openDatabase } from '../../src/database/open-database.js';
import { position } from '../../src/database/columns.js';
import { CheckpointRow } from '../../src/projections/checkpoint.rows.js';
import { CreateCheckpoints1763600000000 } from '../../src/projections/migrations.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import type { Projection } from '../../src/projections/projection.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { longHistory, record } from '../support/histories.js';
import { onEachDatabase, temporaryStore, type ReadModelPlace } from '../support/read-model-databases.js';
import { afterThisTest } from '../support/temporary.js';

@Entity('registrations')
class FirstShape {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') templateId!: string;
}

@Entity('registrations')
class SecondShape {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') id!: string;
  @Column('text') name!: string;
}

const idOf = (data: unknown): string => (data as { templateId: string }).templateId;

const first: Projection = {
  ...{ name: 'registrations', version: 1, handles: ['TemplateRegistered'], tables: [FirstShape] },
  project: (events, tables) =>
    tables.insert(
      FirstShape,
      events.map((event) => ({ position: event.position, templateId: idOf(event.data) })),
    ),
};

const second: Projection = {
  ...{ name: 'registrations', version: 2, handles: ['TemplateRegistered'], tables: [SecondShape] },
  project: (events, tables) =>
    tables.insert(
      SecondShape,
      events.map((event) => ({ position: event.position, id: idOf(event.data), name: idOf(event.data).toUpperCase() })),
    ),
};

/** Formwork as it was, or as it is, with one read model. */
const openWith = async ({ home, url }: ReadModelPlace, { tables }: Projection): Promise<DataSource> => {
  const db = await openDatabase(
    { home, ...(url !== undefined && { url }) },
    { entities: [CheckpointRow, ...tables], migrations: [CreateCheckpoints1763600000000], migrated: [CheckpointRow] },
  );
  afterThisTest(() => db.destroy());
  return db;
};

onEachDatabase('Promise 3: another version of a projection', (newPlace) => {
  it('is built beside the earlier one, whose rows stand until then, and takes its place', async () => {
    const [place, store] = [await newPlace(), await temporaryStore()];
    await record(store, longHistory());
    const old = await openWith(place, first);
    await projectToEnd(old, store, [first]);
    const before = await old.manager.find(FirstShape);
    expect(before.length).toBeGreaterThan(1);

    const db = await openWith(place, second);
    expect(await projectionStatus(db, [second])).toMatchObject([{ version: 2, state: 'outdated' }]);
    const whileBuilding: FirstShape[][] = [];
    const reading = Object.create(store) as typeof store;
    reading.readAll = async function* (options) {
      yield* store.readAll(options);
      whileBuilding.push(await old.manager.find(FirstShape));
    };
    await projectToEnd(db, reading, [second]);
    expect(whileBuilding[0]).toEqual(before);
    expect(await db.manager.find(SecondShape)).toEqual(
      before.map(({ position, templateId }) => ({ position, id: templateId, name: templateId.toUpperCase() })),
    );
    expect(await projectionStatus(db, [second])).toMatchObject([{ version: 2, state: 'live', building: [] }]);
  });

  it('is not taken back by an earlier Formwork that happens to run', async () => {
    const [place, store] = [await newPlace(), await temporaryStore()];
    await record(store, longHistory(50));
    const db = await openWith(place, second);
    await projectToEnd(db, store, [second]);
    const old = await openWith(place, first);
    await expect(projectToEnd(old, store, [first])).rejects.toMatchObject({ code: 'READ_MODEL_NEWER' });
    expect(await projectionStatus(old, [first])).toMatchObject([{ state: 'newer' }]);
  });
});
