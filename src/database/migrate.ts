import type { DataSource } from 'typeorm';
import { EmbeddedDataSource } from './embedded-data-source.js';
import { existingTables } from './tables.js';

/** An arbitrary number that only Formwork's migrations lock in a PostgreSQL database. */
const ADVISORY_LOCK = 4_480_004_481;
/** Where TypeORM keeps the names of those that have run. */
const LEDGER = 'migrations';

const isUpToDate = async (db: DataSource, ownTables: readonly string[]): Promise<boolean> => {
  const existing = await existingTables(db);
  if (![LEDGER, ...ownTables].every((table) => existing.has(table))) return false;
  const run: readonly { readonly name: string }[] = await db.query(`SELECT name FROM "${LEDGER}"`);
  return db.migrations.every(({ constructor, name }) => run.some((ran) => ran.name === (name ?? constructor.name)));
};

const runPending = async (db: DataSource, ownTables: readonly string[], transaction: 'all' | 'none'): Promise<void> => {
  const existing = await existingTables(db);
  if (!ownTables.every((table) => existing.has(table))) await db.query(`DROP TABLE IF EXISTS "${LEDGER}"`);
  await db.runMigrations({ transaction });
};

const migratePostgres = async (db: DataSource, ownTables: readonly string[]): Promise<void> => {
  const holder = db.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    try {
      await runPending(db, ownTables, 'all');
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
    }
  } finally {
    await holder.release();
  }
};

const migrateSqlite = async (db: DataSource, ownTables: readonly string[]): Promise<void> => {
  await db.query('BEGIN IMMEDIATE TRANSACTION');
  try {
    await runPending(db, ownTables, 'none');
    await db.query('COMMIT');
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  }
};

/**
 * Brings the tables that migrations own up to date; of several processes that start at once, one migrates while the others wait for
 * it. Where somebody dropped one of `ownTables`, all migrations run again: so each must leave alone what is there.
 */
export const migrate = async (db: DataSource, ownTables: readonly string[]): Promise<void> => {
  if (await isUpToDate(db, ownTables)) return;
  await (db instanceof EmbeddedDataSource ? db.inTurn(() => migrateSqlite(db, ownTables)) : migratePostgres(db, ownTables));
};
