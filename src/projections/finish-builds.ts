import type { DataSource } from 'typeorm';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { indexBuild, swapIn } from './builds.js';
import { catchUp, type CatchUpOptions } from './catch-up.js';
import { CheckpointRow } from './checkpoint.rows.js';
import { Unprojectable } from './run-projection.js';
import { isLive, isMoving, type Track } from './track.js';

const hasLiveTables = (db: DataSource, { projection: { name } }: Track): Promise<boolean> =>
  db.manager.existsBy(CheckpointRow, { name, prefix: '' });

const finish = async (db: DataSource, store: EventStore, build: Track, options: CatchUpOptions): Promise<void> => {
  await indexBuild(db, build);
  await catchUp(db, store, [build], await store.lastPosition(), options); // making the indexes took its time
  try {
    await swapIn(db, store, build);
  } catch (error) {
    if (!(error instanceof Unprojectable)) throw error;
    await catchUp(db, store, [build], await store.lastPosition(), options); // finds the event that is to blame
  }
};

/**
 * Ends the builds that have reached a position of the log: their tables become the live ones. A build that is parked takes the place
 * of nothing better than it, but it does where there are no live tables at all: a query then finds what came before the event, and
 * the reason.
 */
export const finishBuilds = async (
  db: DataSource,
  store: EventStore,
  tracks: readonly Track[],
  target: Position,
  options: CatchUpOptions,
): Promise<void> => {
  for (const build of tracks.filter((track) => !isLive(track))) {
    if (isMoving(build) && build.position >= target) await finish(db, store, build, options);
    if (build.state === 'parked' && !(await hasLiveTables(db, build))) {
      await indexBuild(db, build);
      await swapIn(db, store, build);
    }
  }
};
