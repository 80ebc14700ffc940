import type { Dialect, DialectColumn } from './dialect.js';
import { storableJson } from './json.js';

/** A bound on the size of a parameter, which both sides hold in memory. */
const ROWS_PER_STATEMENT = 10_000;

const quoted = (columns: readonly DialectColumn[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

export const postgres: Dialect = {
  columnType: (type) => type,
  tableOptions: '',
  /** All rows are one parameter, a JSON array of arrays: a round trip for many rows. */
  *inserts(into, columns, rows, onConflict) {
    const cells = columns.map(({ type }, index) => `(r->>${index})::${type}`).join(', ');
    const sql = `INSERT INTO ${into} (${quoted(columns)}) SELECT ${cells} FROM jsonb_array_elements($1::jsonb) AS r ${onConflict}`;
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      const part = rows.slice(start, start + ROWS_PER_STATEMENT);
      yield { sql, parameters: [storableJson(part.map((row) => columns.map(({ cell }) => cell(row))))] };
    }
  },
  isOneOf: (column) => `${column} IN (SELECT json_array_elements_text($1::json))`,
  contains: (column, parameter) => `${column} @> ${parameter}::jsonb`,
  indexed: (columns) =>
    columns.some(({ type }) => type === 'jsonb') ? `USING gin (${quoted(columns)} jsonb_path_ops)` : `(${quoted(columns)})`,
  analyse: (table) => `ANALYZE "${table}"`,
  lock: (table) => `LOCK TABLE "${table}" IN SHARE ROW EXCLUSIVE MODE`,
  unflushed: 'SET LOCAL synchronous_commit TO OFF',
  tables: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
};
