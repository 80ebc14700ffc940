import type { DataSource } from 'typeorm';
import { migrate } from '../database/migrate.js';
import { tableNames } from '../database/tables.js';
import { DomainError } from '../domain/decider.js';
import type { EventStore } from '../eventstore/event-store.js';
import { startBuild } from './builds.js';
import { catchUp, type CatchUpOptions } from './catch-up.js';
import { CheckpointRow } from './checkpoint.rows.js';
import { finishBuilds } from './finish-builds.js';
import type { Projection } from './projection.js';

const named = (projections: readonly Projection[], names: readonly string[]): readonly Projection[] =>
  names.map((wanted) => {
    const projection = projections.find(({ name }) => name === wanted);
    if (projection !== undefined) return projection;
    throw new DomainError('READ_MODEL_UNKNOWN', `there is no read model "${wanted}"`, {
      field: 'name',
      hint: `there are: ${projections.map(({ name }) => name).join(', ')}`,
    });
  });

/**
 * Builds read models anew from the whole log, beside the live ones, and puts them in their place. Queries read the old rows until
 * then. It may be interrupted at any time: the live ones stand, and what was built so far is dropped when the next build begins.
 *
 * @throws DomainError READ_MODEL_UNKNOWN for a name that no projection has; READ_MODEL_PARKED when an event cannot be projected.
 */
export const rebuild = async (
  db: DataSource,
  store: EventStore,
  projections: readonly Projection[],
  { names, ...options }: CatchUpOptions & { readonly names?: readonly string[] } = {},
): Promise<void> => {
  const wanted = names === undefined ? projections : named(projections, names);
  await migrate(db, tableNames(db, [CheckpointRow]));
  const builds = [];
  for (const projection of wanted) builds.push(await startBuild(db, projection));
  const target = await store.lastPosition();
  await catchUp(db, store, builds, target, options);
  await finishBuilds(db, store, builds, target, options);
  const parked = builds.find(({ state }) => state === 'parked');
  if (parked === undefined) return;
  const { name } = parked.projection;
  const row = await db.manager.findOneBy(CheckpointRow, { name, prefix: parked.prefix });
  throw new DomainError('READ_MODEL_PARKED', `the read model ${name} could not be rebuilt: ${row?.parkedReason ?? 'see formwork doctor'}`, {
    hint: 'the read model that was there before is untouched; update Formwork and rebuild again',
  });
};
