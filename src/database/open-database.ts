import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource, type DataSourceOptions, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';
import { SnakeCaseNames } from './columns.js';
import { DatabaseUnavailableError } from './database-error.js';
import { EmbeddedDataSource } from './embedded-data-source.js';
import { jsonContains } from './json.js';
import { SqliteConnection } from './sqlite-connection.js';

/** What is kept in the database: the same on PostgreSQL and SQLite. */
export type Schema = {
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
};

const FILE = 'read-models.db';
/** Long enough for another process to finish its batch; it is waited for within SQLite, so it also holds up this process. */
const BUSY_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 10_000;

const prepare = (connection: SqliteConnection): void => {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = NORMAL'); // what a power failure takes is projected again from the events
  connection.pragma('cache_size = -65536');
  connection.define('json_contains', jsonContains);
};

const openSqlite = async (home: string, options: Pick<DataSourceOptions, 'entities' | 'migrations'>): Promise<DataSource> => {
  const database = join(home, FILE);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await (await open(database, 'a', 0o600)).close();
    return await new EmbeddedDataSource({
      type: 'better-sqlite3',
      database,
      driver: SqliteConnection,
      timeout: BUSY_TIMEOUT_MS,
      prepareDatabase: prepare,
      namingStrategy: new SnakeCaseNames(),
      ...options,
    }).initialize();
  } catch (error) {
    throw describeSqlite(database, error);
  }
};

const describeSqlite = (database: string, error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { code, errcode } = error as NodeJS.ErrnoException & { readonly errcode?: number };
  const [corrupt, notADatabase] = [11, 26];
  if (errcode === corrupt || errcode === notADatabase)
    return new DatabaseUnavailableError('DATABASE_DAMAGED', `the read models in ${database} are damaged`, 'delete that file: they are rebuilt from the events', {
      cause: error,
    });
  if (errcode === undefined && code === undefined) return error;
  return new DatabaseUnavailableError('DATABASE_UNWRITABLE', `the read models cannot be opened at ${database}: ${error.message}`, 'make FORMWORK_HOME writable', {
    cause: error,
  });
};

const parseUrl = (url: string): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && ['postgres:', 'postgresql:'].includes(parsed.protocol)) return parsed;
  throw new DatabaseUnavailableError(
    'DATABASE_URL_INVALID',
    'FORMWORK_DATABASE_URL is not the address of a PostgreSQL database',
    'write it as postgres://user:password@host:5432/database, special characters percent-encoded',
  );
};

const openPostgres = async (url: string, options: Pick<DataSourceOptions, 'entities' | 'migrations'>): Promise<DataSource> => {
  const parsed = parseUrl(url);
  try {
    return await new DataSource({
      type: 'postgres',
      url,
      applicationName: 'formwork',
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      installExtensions: false,
      namingStrategy: new SnakeCaseNames(),
      ...options,
    }).initialize();
  } catch (error) {
    throw describePostgres(parsed, error);
  }
};

const describePostgres = ({ host, pathname, username }: URL, error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const database = decodeURIComponent(pathname.slice(1));
  const { code = '' } = error as NodeJS.ErrnoException;
  const hint =
    code === '3D000'
      ? `create it with: createdb ${database}`
      : code.startsWith('28')
        ? `check the user and the password in FORMWORK_DATABASE_URL (the user is ${decodeURIComponent(username)})`
        : 'start it, mend FORMWORK_DATABASE_URL, or unset that to keep the read models in FORMWORK_HOME';
  const reason = error.message || code; // a host with several addresses fails with an empty message
  return new DatabaseUnavailableError('DATABASE_UNREACHABLE', `the database ${database} at ${host} cannot be used: ${reason}`, hint, { cause: error });
};

/**
 * Opens the database of the read models: PostgreSQL by `url`, else a SQLite file in `home` that its owner alone can read. Several
 * processes may have either open at once. Whoever calls it also destroys the data source.
 *
 * @throws DatabaseUnavailableError
 */
export const openDatabase = ({ url, home }: { readonly url?: string; readonly home: string }, { entities, migrations }: Schema): Promise<DataSource> => {
  const options = { entities: [...entities] as never, migrations: [...migrations] as never, logging: false };
  return url === undefined || url === '' ? openSqlite(home, options) : openPostgres(url, options);
};
