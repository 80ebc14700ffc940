import type { DataSource, EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { dialectOf } from './dialect-of.js';

type Entities = readonly EntityTarget<ObjectLiteral>[];

/** Names of the tables of some entities. The same table exists several times under different prefixes: '' is the one in use. */
export const tableNames = (db: Pick<DataSource, 'getMetadata'>, entities: Entities, prefix = ''): string[] =>
  entities.map((entity) => `${prefix}${db.getMetadata(entity).tableName}`);

/** The type that the database in use has for a column. */
export const typeOf = (column: EntityMetadata['columns'][number]): string => column.entityMetadata.dataSource.driver.normalizeType(column);

const createTable = (tx: EntityManager, metadata: EntityMetadata, prefix: string): string => {
  const dialect = dialectOf(tx);
  const columns = metadata.columns.map(
    (column) => `"${column.databaseName}" ${dialect.columnType(typeOf(column))}${column.isNullable ? '' : ' NOT NULL'}`,
  );
  const key = metadata.primaryColumns.map(({ databaseName }) => `"${databaseName}"`);
  return `CREATE TABLE "${prefix}${metadata.tableName}" (${columns.join(', ')}, PRIMARY KEY (${key.join(', ')}))${dialect.tableOptions}`;
};

/** Creates the tables of some entities with their primary keys and unique indexes: what writing to them relies on. */
export const createTables = async (tx: EntityManager, entities: Entities, prefix: string): Promise<void> => {
  for (const entity of entities) {
    await tx.query(createTable(tx, tx.dataSource.getMetadata(entity), prefix));
    await createIndexes(tx, [entity], prefix, { unique: true });
  }
};

/** Creates those indexes that are (or are not) unique. Others than unique ones are cheaper to make once the rows are there. */
export const createIndexes = async (
  tx: EntityManager,
  entities: Entities,
  prefix: string,
  { unique }: { readonly unique: boolean },
): Promise<void> => {
  for (const { tableName, indices } of entities.map((entity) => tx.dataSource.getMetadata(entity)))
    for (const { givenName, isUnique, columns } of indices.filter((index) => index.isUnique === unique)) {
      const indexed = dialectOf(tx).indexed(columns.map((column) => ({ name: column.databaseName, type: typeOf(column) })));
      const name = `${prefix}${tableName}_${String(givenName)}`;
      if (indexed !== undefined) await tx.query(`CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX "${name}" ON "${prefix}${tableName}" ${indexed}`);
    }
};

const runIfAny = async (tx: EntityManager, statement: string | undefined): Promise<void> => {
  if (statement !== undefined) await tx.query(statement);
};

/** Lets the planner know what the tables hold, after many rows have come at once. */
export const analyseTables = async (tx: EntityManager, tables: readonly string[]): Promise<void> => {
  for (const table of tables) await runIfAny(tx, dialectOf(tx).analyse(table));
};

/** Keeps everybody else from writing to a table until the transaction ends. */
export const lockTable = (tx: EntityManager, table: string): Promise<void> => runIfAny(tx, dialectOf(tx).lock(table));

/** The transaction will not wait for the disk. A power failure may take it and all later ones, but never half of one. */
export const commitUnflushed = (tx: EntityManager): Promise<void> => runIfAny(tx, dialectOf(tx).unflushed);

export const dropTables = async (tx: EntityManager, tables: readonly string[]): Promise<void> => {
  for (const table of tables) await tx.query(`DROP TABLE IF EXISTS "${table}"`);
};

/** Takes the prefix off. */
export const renameTables = async (tx: EntityManager, entities: Entities, prefix: string): Promise<void> => {
  for (const table of tableNames(tx.dataSource, entities)) await tx.query(`ALTER TABLE "${prefix}${table}" RENAME TO "${table}"`);
};

export const existingTables = async (db: DataSource | EntityManager): Promise<ReadonlySet<string>> => {
  const rows: readonly { readonly name: string }[] = await db.query(dialectOf('manager' in db ? db.manager : db).tables);
  return new Set(rows.map(({ name }) => name));
};
