import type { DataSource } from 'typeorm';
import { CorruptedEventError, type EventStore, type Position } from '../eventstore/event-store.js';
import { batches, readAhead, type Batch } from './batches.js';
import { advance, parkBefore } from './run-projection.js';
import { isMoving, lowestPosition, typesOf, type Track } from './track.js';

/** How far a run through the log has come; `events` counts what was read so far. */
export type Progress = { readonly events: number; readonly position: Position; readonly target: Position };

export type CatchUpOptions = { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal };

/** Waits for all of them before it fails with the first failure: nothing goes on behind the caller's back. */
export const allSettled = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};

/** One read of the log, from the track that is furthest back until none of them is where the read has got to. */
const pass = async (
  db: DataSource,
  store: EventStore,
  tracks: readonly Track[],
  target: Position,
  onBatch: (batch: Batch) => boolean,
): Promise<void> => {
  const stretch = { after: lowestPosition(tracks), upTo: target, types: typesOf(tracks) };
  try {
    for await (const batch of readAhead(batches(store, stretch))) {
      await allSettled(tracks.map((track) => advance(db, track, batch)));
      if (!onBatch(batch) || !tracks.some((track) => isMoving(track) && track.position === batch.upTo)) return;
    }
  } catch (error) {
    if (!(error instanceof CorruptedEventError)) throw error;
    await parkBefore(db, tracks, error);
  }
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
  const onBatch = (batch: Batch): boolean => {
    events += batch.events.length;
    onProgress?.({ events, position: batch.upTo, target });
    return !signal?.aborted;
  };
  for (let lagging = behind(); lagging.length > 0 && !signal?.aborted; lagging = behind()) await pass(db, store, lagging, target, onBatch);
};
