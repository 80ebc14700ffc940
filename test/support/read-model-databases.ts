import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openReadModels } from '../../src/projections/open-read-models.js';
import { readModels } from '../../src/projections/read-models.js';
import { createTestDatabase, noPostgres } from './postgres.js';

/** An empty place for read models; it may be opened several times at once. */
export type ReadModelPlace = { readonly open: () => Promise<DataSource>; readonly remove: () => Promise<void> };

const sqlitePlace = async (): Promise<ReadModelPlace> => {
  const home = await mkdtemp(join(tmpdir(), 'formwork-read-models-'));
  return { open: () => openReadModels({ home }), remove: () => rm(home, { recursive: true, force: true }) };
};

const postgresPlace = async (): Promise<ReadModelPlace> => {
  const { url, drop } = await createTestDatabase();
  return { open: () => openReadModels({ url, home: tmpdir() }), remove: drop };
};

/** The same tests on SQLite and, where one is reachable, on PostgreSQL. */
export const onEachDatabase = (name: string, tests: (newPlace: () => Promise<ReadModelPlace>) => void): void => {
  describe(`${name} (SQLite)`, () => tests(sqlitePlace));
  if (noPostgres === undefined) describe(`${name} (PostgreSQL)`, () => tests(postgresPlace));
  else describe.skip(`${name} (PostgreSQL: ${noPostgres})`, () => tests(postgresPlace));
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
