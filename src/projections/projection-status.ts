import type { DataSource } from 'typeorm';
import { existingTables, tableNames } from '../database/tables.js';
import { CheckpointRow } from './checkpoint.rows.js';
import type { Projection } from './projection.js';

/**
 * How a read model stands. `missing`: not built yet, or not all of its tables are there. `outdated`, `newer`: built by another version
 * of the projection. `parked`: stopped before an event, with the reason.
 */
export type ProjectionStatus = {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'missing' | 'outdated' | 'newer' | 'parked';
  /** How far it has come in the log, a decimal string; absent when it is missing. */
  readonly position?: string;
  readonly parked?: { readonly reason: string; readonly at: string };
  /** How far builds beside it have come; one that stands still was interrupted. */
  readonly building: readonly { readonly position: string; readonly parked?: string }[];
};

const stateOf = ({ version }: Projection, live: CheckpointRow, whole: boolean): ProjectionStatus['state'] => {
  if (!whole) return 'missing';
  if (live.version !== version) return live.version < version ? 'outdated' : 'newer';
  return live.parkedReason === null ? 'live' : 'parked';
};

/** How each read model stands; touches nothing. */
export const projectionStatus = async (db: DataSource, projections: readonly Projection[]): Promise<ProjectionStatus[]> => {
  const existing = await existingTables(db);
  const hasCheckpoints = tableNames(db, [CheckpointRow]).every((table) => existing.has(table));
  const rows = hasCheckpoints ? await db.manager.find(CheckpointRow) : [];
  return projections.map((projection) => {
    const { name, version, tables } = projection;
    const live = rows.find((row) => row.name === name && row.prefix === '');
    const building = rows
      .filter((row) => row.name === name && row.prefix !== '')
      .map(({ position, parkedReason }) => ({ position: position.toString(), ...(parkedReason !== null && { parked: parkedReason }) }));
    if (live === undefined) return { name, version, state: 'missing', building };
    const whole = tableNames(db, tables).every((table) => existing.has(table));
    const { parkedReason: reason, parkedAt: at, position } = live;
    const parked = reason === null ? {} : { parked: { reason, at: at ?? '' } };
    return { name, version, state: stateOf(projection, live, whole), position: position.toString(), ...parked, building };
  });
};
