import type { DataSource } from 'typeorm';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { catchUp, type CatchUpOptions } from './catch-up.js';
import { finishBuilds } from './finish-builds.js';
import type { Projection } from './projection.js';
import { isLive, type Track } from './track.js';
import { tracksOf } from './tracks.js';

export type ProjectedTo = {
  readonly position: Position;
  /** Names of read models that are parked, and so lack what came after. `projectionStatus` says why. */
  readonly parked: readonly string[];
};

/**
 * Brings read models up to the end that the log has now, for a query that comes next; read models that are missing or of an earlier
 * version are built first.
 *
 * @throws DomainError READ_MODEL_NEWER
 */
export const projectToEnd = async (
  db: DataSource,
  store: EventStore,
  projections: readonly Projection[],
  options: CatchUpOptions = {},
): Promise<ProjectedTo> => {
  const position = await store.lastPosition();
  const isDone = (track: Track) => track.state === 'parked' || (isLive(track) && track.state === 'moving' && track.position >= position);
  for (;;) {
    const tracks = await tracksOf(db, projections);
    const parked = tracks.filter(({ state }) => state === 'parked').map(({ projection }) => projection.name);
    if (tracks.every(isDone) || options.signal?.aborted) return { position, parked };
    await catchUp(db, store, tracks, position, options);
    await finishBuilds(db, store, tracks, position, options);
  }
};
