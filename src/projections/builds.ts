import { randomBytes } from 'node:crypto';
import { Not, type DataSource, type EntityManager } from 'typeorm';
import {
  analyseTables,
  createIndexes,
  createTables,
  dropTables,
  existingTables,
  lockTable,
  renameTables,
  tableNames,
} from '../database/tables.js';
import { transact } from '../database/transact.js';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { batches } from './batches.js';
import { CheckpointRow } from './checkpoint.rows.js';
import type { Projection } from './projection.js';
import { projectEvents } from './run-projection.js';
import { trackOf, type Track } from './track.js';

/** A build is a read model's tables beside the live ones, under a prefix of their own, until they take the live ones' place. */
const newPrefix = () => `b${randomBytes(4).toString('hex')}_`;

const prefixed = (tables: readonly string[], prefix: string) => tables.map((table) => `${prefix}${table}`);

/** Until the transaction ends no checkpoint moves and no other build begins or ends. */
const lockCheckpoints = (tx: EntityManager): Promise<void> => lockTable(tx, tx.dataSource.getMetadata(CheckpointRow).tableName);

const dropBuilds = async (tx: EntityManager, name: string): Promise<void> => {
  for (const { prefix, tables } of await tx.findBy(CheckpointRow, { name, prefix: Not('') })) {
    await dropTables(tx, prefixed(tables, prefix));
    await tx.delete(CheckpointRow, { name, prefix });
  }
};

const createBuild = async (tx: EntityManager, projection: Projection): Promise<Track> => {
  const { name, version, tables } = projection;
  const prefix = newPrefix();
  await createTables(tx, tables, prefix);
  const names = tableNames(tx.dataSource, tables);
  await tx.insert(CheckpointRow, {
    name,
    prefix,
    version,
    position: 0n,
    tables: names,
    indexed: false,
    parkedReason: null,
    parkedAt: null,
  });
  return { projection, prefix, position: 0n, state: 'moving' };
};

/** Begins a build at the beginning of the log, instead of any build that was left unfinished. */
export const startBuild = (db: DataSource, projection: Projection): Promise<Track> =>
  transact(db, async (tx) => {
    await lockCheckpoints(tx);
    await dropBuilds(tx, projection.name);
    return createBuild(tx, projection);
  });

const isWhole = async (tx: EntityManager, { prefix, tables }: CheckpointRow): Promise<boolean> => {
  const existing = await existingTables(tx);
  return prefixed(tables, prefix).every((table) => existing.has(table));
};

/**
 * For a projection without usable live tables: goes on with the build that was left unfinished or that another process is at, or
 * begins one. Somebody may just have ended it: then these are live.
 */
export const joinBuild = (db: DataSource, projection: Projection): Promise<Track> =>
  transact(db, async (tx) => {
    await lockCheckpoints(tx);
    const { name, version } = projection;
    for (const begun of await tx.find(CheckpointRow, { where: { name, version }, order: { prefix: 'ASC' } }))
      if (await isWhole(tx, begun)) return trackOf(projection, begun);
    await dropBuilds(tx, name);
    return createBuild(tx, projection);
  });

/** The indexes that are cheaper to make of all rows at once than row by row. */
export const indexBuild = (db: DataSource, { projection: { name, tables }, prefix }: Track): Promise<void> =>
  transact(db, async (tx) => {
    const { affected } = await tx.update(CheckpointRow, { name, prefix, indexed: false }, { indexed: true });
    if (affected !== 1) return;
    await createIndexes(tx, tables, prefix, { unique: false });
    await analyseTables(tx, tableNames(tx.dataSource, tables, prefix));
  });

const projectTail = async (tx: EntityManager, store: EventStore, build: Track, upTo: Position): Promise<void> => {
  for await (const { events } of batches(store, { after: build.position, upTo, types: build.projection.handles }))
    await projectEvents(tx, build, events);
};

/**
 * Puts a build in the place of the live tables, in one transaction: a query reads the old rows or the new ones, never half of each.
 * What the live tables have over the build is projected here, while they stand still, so that no reader is ever taken back. Does
 * nothing when somebody else has moved the build or swapped it in.
 */
export const swapIn = (db: DataSource, store: EventStore, build: Track): Promise<void> =>
  transact(db, async (tx) => {
    const { projection, prefix } = build;
    const { name, version, tables } = projection;
    await lockCheckpoints(tx);
    const mine = await tx.findOneBy(CheckpointRow, { name, prefix, version, position: build.position });
    if (mine === null) return;
    const live = await tx.findOneBy(CheckpointRow, { name, prefix: '' });
    const position = live !== null && live.position > build.position ? live.position : build.position;
    if (position > build.position) await projectTail(tx, store, build, position);
    await dropTables(tx, [...new Set([...(live?.tables ?? []), ...tableNames(tx.dataSource, tables)])]);
    await renameTables(tx, tables, prefix);
    await tx.delete(CheckpointRow, [
      { name, prefix },
      { name, prefix: '' },
    ]);
    await tx.insert(CheckpointRow, { ...mine, prefix: '', position });
  });
