import type { DataSource } from 'typeorm';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { batches, readAhead } from './batches.js';
import { advance } from './run-projection.js';
import { isMoving, lowestPosition, typesOf, type Track } from './track.js';

/** How far a run through the log has come; `events` counts what was read so far. */
export type Progress = { readonly events: number; readonly position: Position; readonly target: Position };

export type CatchUpOptions = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal };

/** Waits for all of them before it fails with the first failure: nothing goes on behind the caller's back. */
export const allSettled = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

/**
 * Takes tracks up to a position of the log. The log is read once for all tracks that are at the same place: from the one that is
 * furthest back, the others joining where they stand. Afterwards every track is at the target or beyond, or parked, or gone.
 */
export const catchUp = async (
  db: DataSource,
  store: EventStore,
  tracks: readonly Track[],
  target: Position,
  { onProgress, signal }: CatchUpOptions = {},
): Promise<void> => {
  const behind = () => tracks.filter((track) => isMoving(track) && track.position < target);
  let events = 0;
  for (let lagging = behind(); lagging.length > 0 && !signal?.aborted; lagging = behind()) {
    const after = lowestPosition(lagging);
    for await (const batch of readAhead(batches(store, { after, upTo: target, types: typesOf(lagging) }))) {
      await allSettled(lagging.map((track) => advance(db, track, batch)));
      events += batch.events.length;
      onProgress?.({ events, position: batch.upTo, target });
      if (signal?.aborted || !lagging.some((track) => isMoving(track) && track.position === batch.upTo)) break;
    }
  }
};
