export type DialectColumn = { readonly name: string; readonly type: string };

/** What stands in a row; JSON columns hold JSON texts, whole numbers beyond 2^53 are texts too. */
export type Cell = null | boolean | number | string;

/** A column to write, and how its cell is found. */
export type WrittenColumn<Row> = DialectColumn & { readonly cell: (row: Row) => Cell };

export type Statement = { readonly sql: string; readonly parameters: unknown[] };

/** Everything in which the SQL of the two databases differs. */
export type Dialect = {
  /** The type as a table is made with it. */
  readonly columnType: (type: string) => string;
  /** What follows the columns where a table is made. */
  readonly tableOptions: string;
  /** Statements that write rows: `into` says where to, `onConflict` what to do with rows that are there already. */
  readonly inserts: <Row>(
    into: string,
    columns: readonly WrittenColumn<Row>[],
    rows: readonly Row[],
    onConflict: string,
  ) => Iterable<Statement>;
  /** Whether a text column has one of many values, given as the only parameter: a JSON array. */
  readonly isOneOf: (column: string) => string;
  /** Whether the JSON object in a column contains the one in a parameter. */
  readonly contains: (column: string, parameter: string) => string;
  /** What an index is over. A JSON column, alone in it, is indexed for containment; undefined where there is no such index. */
  readonly indexed: (columns: readonly DialectColumn[]) => string | undefined;
  /** Tells the planner what a table now holds; undefined where it has no use for it. */
  readonly analyse: (table: string) => string | undefined;
  /** Keeps everybody else from writing to a table until the transaction ends; undefined where every transaction does so anyway. */
  readonly lock: (table: string) => string | undefined;
  /** Lets a transaction commit without waiting for the disk; undefined where none does. */
  readonly unflushed: string | undefined;
  /** Lists the `name` of each table. */
  readonly tables: string;
};
