import { randomBytes } from 'node:crypto';
import pg from 'pg';

const SERVER = process.env.FORMWORK_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const PROBE_TIMEOUT_MS = 2_000;

const connected = async <T>(connectionString: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: PROBE_TIMEOUT_MS });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const onServer = <T>(use: (client: pg.Client) => Promise<T>): Promise<T> => connected(SERVER, use);

/** Statements as the one who owns the server. */
export const onTestServer = (url: string, sql: string): Promise<unknown> => connected(url, (client) => client.query(sql));

/** Why there is no PostgreSQL to test on; undefined when there is one. */
export const noPostgres: string | undefined = await onServer((client) => client.query('SELECT 1')).then(
  () => undefined,
  (error: Error & { code?: string }) =>
    `no PostgreSQL at ${new URL(SERVER).host} (${error.message || error.code}); name one in FORMWORK_TEST_DATABASE_URL`,
);

/** A database of one's own on that server. */
export type TestDatabase = { readonly url: string; readonly empty: () => Promise<void>; readonly drop: () => Promise<void> };

export const createTestDatabase = async (): Promise<TestDatabase> => {
  const name = `formwork_test_${randomBytes(6).toString('hex')}`;
  const run = (sql: string) => onServer((client) => client.query(sql));
  await run(`CREATE DATABASE "${name}"`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  const drop = async () => {
    await run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  };
  const empty = async () => {
    await drop();
    await run(`CREATE DATABASE "${name}"`);
  };
  return { url: url.href, empty, drop };
};
