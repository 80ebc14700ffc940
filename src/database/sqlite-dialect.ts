import type { Dialect, DialectColumn } from './dialect.js';

/** Rows of one statement, the largest number that fits first: few different statements, so that each is prepared once. */
const ROWS_PER_STATEMENT = [64, 8, 1];

const quoted = (columns: readonly DialectColumn[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** `json_contains` is defined on every connection by `open-database.ts`. */
export const sqlite: Dialect = {
  columnType: (type) => (type === 'bigint' ? 'integer' : type), // only `integer` makes a primary key the row's own number
  /** Rows are bound value by value: there is no round trip to save, and SQLite parses no JSON. */
  *inserts(into, columns, rows, onConflict) {
    const row = `(${columns.map(({ type }) => (type === 'jsonb' ? 'jsonb(?)' : '?')).join(', ')})`;
    let start = 0;
    for (const size of ROWS_PER_STATEMENT) {
      const sql = `INSERT INTO ${into} (${quoted(columns)}) VALUES ${Array<string>(size).fill(row).join(', ')} ${onConflict}`;
      for (; start + size <= rows.length; start += size) yield { sql, parameters: rows.slice(start, start + size).flat() };
    }
  },
  isOneOf: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  contains: (column, parameter) => `json_contains(json(${column}), ${parameter})`,
  json: (column) => `json(${column})`,
  indexed: (columns) => (columns.some(({ type }) => type === 'jsonb') ? undefined : `(${quoted(columns)})`),
  analyse: () => undefined,
  lock: () => undefined,
  tables: "SELECT name FROM sqlite_master WHERE type = 'table'",
};
