import type { DataSource } from 'typeorm';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { catchUp, type CatchUpOptions } from './catch-up.js';
import { finishBuilds } from './finish-builds.js';
import type { Projection } from './projection.js';
import { isLive, type Track } from './track.js';
import { tracksOf } from './tracks.js';

/**
 * Brings read models up to the end that the log has now, for a query that comes next; read models that are missing or of an earlier
 * version are built first. Answers with that position. A read model that is parked stays behind: `projectionStatus` says why.
 *
 * @throws DomainError READ_MODEL_NEWER
 */
export const projectToEnd = async (
  db: DataSource,
  store: EventStore,
  projections: readonly Projection[],
  options: CatchUpOptions = {},
): Promise<Position> => {
  const target = await store.lastPosition();
  const isDone = (track: Track) => track.state === 'parked' || (isLive(track) && track.state === 'moving' && track.position >= target);
  for (;;) {
    const tracks = await tracksOf(db, projections);
    if (tracks.every(isDone) || options.signal?.aborted) return target;
    await catchUp(db, store, tracks, target, options);
    await finishBuilds(db, store, tracks, target, options);
  }
};
