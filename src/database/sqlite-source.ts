import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { SnakeCaseNames } from './columns.js';
import { DatabaseUnavailableError } from './database-error.js';
import { EmbeddedDataSource } from './embedded-data-source.js';
import { jsonContains } from './json.js';
import { SqliteConnection } from './sqlite-connection.js';

const FILE = 'read-models.db';
/** Long enough for another process to finish its batch; it is waited for within SQLite, so it also holds up this process. */
const BUSY_TIMEOUT_MS = 5_000;

const prepare = (connection: SqliteConnection): void => {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL'); // what a power failure takes is projected again from the events
  connection.pragma('cache_size = -65536');
  connection.define('json_contains', jsonContains);
};

/** A SQLite file in a folder, both made for their owner alone where they are missing. */
export const openSqlite = async (home: string, options: Pick<DataSourceOptions, 'entities' | 'migrations'>): Promise<DataSource> => {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const database = join(home, FILE);
  await (await open(database, 'a', 0o600)).close();
  const source = new EmbeddedDataSource(database, {
    type: 'better-sqlite3',
    database,
    driver: SqliteConnection,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: prepare,
    namingStrategy: new SnakeCaseNames(),
    ...options,
  });
  return source.initialize();
};

const [BUSY, CORRUPT, NOT_A_DATABASE] = [5, 11, 26];

/** What a person should read of an error of SQLite or of the file system; other errors stay what they are. */
export const describeSqlite = (home: string, cause: unknown): unknown => {
  const { code, errcode, message } = cause as NodeJS.ErrnoException & { readonly errcode?: number };
  const models = `the read models in ${join(home, FILE)}`;
  if (errcode === CORRUPT || errcode === NOT_A_DATABASE)
    return new DatabaseUnavailableError('DATABASE_DAMAGED', `${models} are damaged`, 'delete that file: they are rebuilt from the events', {
      cause,
    });
  if (errcode === BUSY)
    return new DatabaseUnavailableError('DATABASE_BUSY', `another program has locked ${models}`, 'try again when it is done', { cause });
  if (errcode === undefined && code === undefined) return cause;
  return new DatabaseUnavailableError('DATABASE_UNWRITABLE', `${models} cannot be opened: ${message}`, 'make FORMWORK_HOME writable', {
    cause,
  });
};
