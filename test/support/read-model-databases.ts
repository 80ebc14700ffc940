import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { openReadModels } from '../../src/projections/open-read-models.js';
import { readModels } from '../../src/projections/read-models.js';
import { createTestDatabase, noPostgres } from './postgres.js';
import { afterThisTest, temporaryFolder } from './temporary.js';

type Options = { readonly home: string; readonly url?: string };

/** A place for read models, empty at first and gone after the test; it may be opened several times at once. */
export type ReadModelPlace = Options & { readonly open: () => Promise<DataSource>; readonly removeDatabase: () => Promise<void> };

const placeAt = (options: Options, removeDatabase: () => Promise<void>): ReadModelPlace => ({
  ...options,
  removeDatabase,
  open: async () => {
    const db = await openReadModels(options);
    afterThisTest(async () => db.isInitialized && db.destroy());
    return db;
  },
});

const sqlitePlace = async (): Promise<ReadModelPlace> => {
  const home = await temporaryFolder();
  return placeAt({ home }, async () => {
    for (const file of await readdir(home)) await rm(join(home, file));
  });
};

const postgresPlace = async (): Promise<ReadModelPlace> => {
  const { url, drop, empty } = await createTestDatabase();
  afterThisTest(drop);
  return placeAt({ home: tmpdir(), url }, empty);
};

/** The same tests on SQLite and, where one is reachable, on PostgreSQL. */
export const onEachDatabase = (name: string, tests: (newPlace: () => Promise<ReadModelPlace>) => void): void => {
  describe(`${name} (SQLite)`, () => tests(sqlitePlace));
  if (noPostgres === undefined) describe(`${name} (PostgreSQL)`, () => tests(postgresPlace));
  else describe.skip(`${name} (PostgreSQL: ${noPostgres})`, () => tests(postgresPlace));
};

/** An event store of its own for one test. */
export const temporaryStore = async (): Promise<EmbeddedEventStore> => {
  const store = await EmbeddedEventStore.open(await temporaryFolder());
  afterThisTest(() => store.close());
  return store;
};

/** All rows of all read models, in the order of their keys. */
export const dump = async (db: DataSource): Promise<Record<string, unknown[]>> => {
  const tables: Record<string, unknown[]> = {};
  for (const table of readModels().flatMap((projection) => projection.tables)) {
    const { tableName, primaryColumns } = db.getMetadata(table);
    const order = Object.fromEntries(primaryColumns.map(({ propertyName }) => [propertyName, 'ASC' as const]));
    tables[tableName] = await db.manager.find(table, { order });
  }
  return tables;
};

/** Takes everything away, as somebody with a database client might. */
export const dropAllTables = async (db: DataSource): Promise<void> => {
  const runner = db.createQueryRunner();
  const tables =
    db.options.type === 'postgres'
      ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()'
      : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
  for (const { name } of (await runner.query(tables)) as { name: string }[]) await runner.query(`DROP TABLE "${name}"`);
  await runner.release();
};
