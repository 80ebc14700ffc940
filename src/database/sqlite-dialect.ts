import type { Cell, Dialect, DialectColumn, WrittenColumn } from './dialect.js';

/** Rows of one statement, the largest number that fits first: few different statements, so that each is prepared once. */
const ROWS_PER_STATEMENT = [64, 8, 1];

const quoted = (columns: readonly DialectColumn[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** Only `integer` makes a primary key the row's own number; JSON is kept as text, which is written unparsed and read by every tool. */
const TYPES: Readonly<Record<string, string>> = { bigint: 'integer', boolean: 'integer', 'double precision': 'real', jsonb: 'text' };

const cellsOf = <Row>(rows: readonly Row[], columns: readonly WrittenColumn<Row>[]): Cell[] => {
  const cells: Cell[] = [];
  for (const row of rows) for (const { cell } of columns) cells.push(cell(row));
  return cells;
};

/** `json_contains` is defined on every connection by `open-database.ts`. */
export const sqlite: Dialect = {
  columnType: (type) => TYPES[type] ?? type,
  tableOptions: ' STRICT', // a value of another type is refused, as PostgreSQL does
  /** Rows are bound value by value: there is no round trip to save, and SQLite parses no JSON. */
  *inserts(into, columns, rows, onConflict) {
    const row = `(${columns.map(() => '?').join(', ')})`;
    let start = 0;
    for (const size of ROWS_PER_STATEMENT) {
      const sql = `INSERT INTO ${into} (${quoted(columns)}) VALUES ${Array<string>(size).fill(row).join(', ')} ${onConflict}`;
      for (; start + size <= rows.length; start += size) yield { sql, parameters: cellsOf(rows.slice(start, start + size), columns) };
    }
  },
  isOneOf: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  contains: (column, parameter) => `json_contains(json(${column}), ${parameter})`,
  indexed: (columns) => (columns.some(({ type }) => type === 'jsonb') ? undefined : `(${quoted(columns)})`),
  analyse: () => undefined,
  lock: () => undefined,
  unflushed: undefined,
  tables: "SELECT name FROM sqlite_master WHERE type = 'table'",
};
