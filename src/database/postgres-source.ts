import { DataSource, QueryFailedError, TypeORMError, type DataSourceOptions } from 'typeorm';
import { SnakeCaseNames } from './columns.js';
import { DatabaseUnavailableError } from './database-error.js';

const CONNECT_TIMEOUT_MS = 10_000;

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** The parts of a `postgres://` address. @throws DatabaseUnavailableError DATABASE_URL_INVALID */
export const parsePostgresUrl = (url: string): URL => {
  const parsed = URL.canParse(url) && isDecodable(url) ? new URL(url) : undefined;
  if (parsed !== undefined && ['postgres:', 'postgresql:'].includes(parsed.protocol)) return parsed;
  throw new DatabaseUnavailableError(
    'DATABASE_URL_INVALID',
    'FORMWORK_DATABASE_URL is not the address of a PostgreSQL database',
    'write it as postgres://user:password@host:5432/database, special characters percent-encoded',
  );
};

export const openPostgres = (url: string, options: Pick<DataSourceOptions, 'entities' | 'migrations'>): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    applicationName: 'formwork',
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    namingStrategy: new SnakeCaseNames(),
    ...options,
  }).initialize();

const [NO_SUCH_DATABASE, NOT_PERMITTED, NOT_AUTHENTICATED] = ['3D000', '42501', '28'];

/** What a person should read of an error of PostgreSQL or of the network; other errors stay what they are. Names no password. */
export const describePostgres = ({ host, pathname, username }: URL, cause: unknown): unknown => {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [name, user] = [decodeURIComponent(pathname.slice(1)), decodeURIComponent(username)];
  const database = `the database ${name} at ${host || 'this machine'}`;
  if (cause instanceof QueryFailedError && code === NOT_PERMITTED)
    return new DatabaseUnavailableError(
      'DATABASE_UNWRITABLE',
      `${user} may not create tables in ${database}`,
      `allow it with: GRANT CREATE ON SCHEMA public TO "${user}"`,
      { cause },
    );
  if (cause instanceof TypeORMError) return cause;
  const reason = message || code; // a host with several addresses fails with an empty message
  const hint =
    code === NO_SUCH_DATABASE
      ? `create it with: createdb ${name}`
      : code.startsWith(NOT_AUTHENTICATED)
        ? `check the user and the password in FORMWORK_DATABASE_URL (the user is ${user})`
        : 'start it, mend FORMWORK_DATABASE_URL, or unset that to keep the read models in FORMWORK_HOME';
  return new DatabaseUnavailableError('DATABASE_UNREACHABLE', `${database} cannot be used: ${reason}`, hint, { cause });
};
