import type { DataSource, EntityTarget, MigrationInterface, ObjectLiteral } from 'typeorm';
import { migrate } from './migrate.js';
import { describePostgres, openPostgres, parsePostgresUrl } from './postgres-source.js';
import { describeSqlite, openSqlite } from './sqlite-source.js';
import { tableNames } from './tables.js';

/** What is kept in the database: the same on PostgreSQL and SQLite. */
export type Schema = {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Those of the entities whose tables the migrations make. */
  readonly migrated: readonly EntityTarget<ObjectLiteral>[];
};

const openMigrated = async (opening: Promise<DataSource>, migrated: Schema['migrated']): Promise<DataSource> => {
  const db = await opening;
  try {
    await migrate(db, tableNames(db, migrated));
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
};

/**
 * Opens the database of the read models: PostgreSQL by `url`, else a SQLite file in `home` that its owner alone can read. Several
 * processes may have either open at once. Whoever calls it also destroys the data source.
 *
 * @throws DatabaseUnavailableError
 */
export const openDatabase = async (
  { url, home }: { readonly url?: string; readonly home: string },
  { entities, migrations, migrated }: Schema,
): Promise<DataSource> => {
  const options = { entities: [...entities] as never, migrations: [...migrations] as never, logging: false };
  const address = url === undefined || url === '' ? undefined : { url, parsed: parsePostgresUrl(url) };
  try {
    return await openMigrated(address === undefined ? openSqlite(home, options) : openPostgres(address.url, options), migrated);
  } catch (error) {
    throw address === undefined ? describeSqlite(home, error) : describePostgres(address.parsed, error);
  }
};
