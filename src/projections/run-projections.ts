import { setTimeout as pause } from 'node:timers/promises';
import { IsNull, type DataSource } from 'typeorm';
import { CorruptedEventError, type EventStore, type Position, type Recorded } from '../eventstore/event-store.js';
import { BATCH_SIZE } from './batches.js';
import { allSettled, catchUp } from './catch-up.js';
import { CheckpointRow } from './checkpoint.rows.js';
import { finishBuilds } from './finish-builds.js';
import type { Projection } from './projection.js';
import { advance, parkBefore } from './run-projection.js';
import { isLive, isMoving, lowestPosition, typesOf, type Track } from './track.js';
import { tracksOf } from './tracks.js';

export type RunOptions = {
  /** Told of everything that made the run begin anew, before it does. */
  readonly onProblem?: (error: unknown) => void;
  /** Bounds of the pause before it begins anew; doubled from the first to the last. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
};

/** How often it is looked whether somebody has rebuilt a read model that is parked. */
const LOOK_EVERY_MS = 1_000;

/** Follows the log until `signal` aborts, a track is parked, or one is where this subscription does not lead. */
const follow = async (db: DataSource, store: EventStore, moving: readonly Track[], signal: AbortSignal): Promise<void> => {
  let after = lowestPosition(moving);
  let events: Recorded[] = [];
  const flush = async (upTo: Position): Promise<boolean> => {
    await allSettled(moving.map((track) => advance(db, track, { after, events, upTo })));
    after = upTo;
    events = [];
    return moving.every((track) => isMoving(track) && track.position >= upTo);
  };
  const start = after === 0n ? {} : { after };
  try {
    for await (const message of store.subscribe({ ...start, filter: { types: typesOf(moving) }, signal })) {
      if (message.kind === 'event') events.push(message.event);
      if (message.kind === 'event' && events.length < BATCH_SIZE) continue;
      const upTo = message.kind === 'event' ? message.event.position : message.position;
      if (upTo > after && !(await flush(upTo))) return;
    }
  } catch (error) {
    if (!(error instanceof CorruptedEventError)) throw error;
    if (error.position - 1n > after) await flush(error.position - 1n);
    await parkBefore(db, moving, error);
  }
};

const build = async (db: DataSource, store: EventStore, builds: readonly Track[], signal: AbortSignal): Promise<void> => {
  const target = await store.lastPosition();
  await catchUp(db, store, builds, target, { signal });
  if (!signal.aborted) await finishBuilds(db, store, builds, target, { signal });
};

const untilRebuilt = async (db: DataSource, parked: readonly Track[], signal: AbortSignal): Promise<void> => {
  const rebuilt = ({ projection: { name, version } }: Track) =>
    db.manager.existsBy(CheckpointRow, { name, version, prefix: '', parkedReason: IsNull() });
  while (!signal.aborted) {
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if ((await Promise.all(parked.map(rebuilt))).includes(true)) return;
  }
};

/**
 * What is live is kept up to date while what is missing is built and what is parked is watched; when one of these ends, the round is
 * over and the next one sorts them anew.
 */
const round = async (db: DataSource, store: EventStore, tracks: readonly Track[], signal: AbortSignal): Promise<void> => {
  const oneEnded = new AbortController();
  const stop = AbortSignal.any([signal, oneEnded.signal]);
  const [moving, parked] = [tracks.filter(isMoving), tracks.filter(({ state }) => state === 'parked')];
  const [live, builds] = [moving.filter(isLive), moving.filter((track) => !isLive(track))];
  const work = [
    ...(live.length > 0 ? [follow(db, store, live, stop)] : []),
    ...(builds.length > 0 ? [build(db, store, builds, stop)] : []),
    ...(parked.length > 0 ? [untilRebuilt(db, parked, stop)] : []),
  ];
  await allSettled(work.map((piece) => piece.finally(() => oneEnded.abort())));
};

/**
 * Keeps read models up to date until `signal` aborts. Any number of processes may do so at once. Whatever fails, the database or the
 * event store, it begins anew after a pause; an event that cannot be projected parks its projection while the others go on. What was
 * parked by an earlier run is tried once more.
 */
export const runProjections = async (
  db: DataSource,
  store: EventStore,
  projections: readonly Projection[],
  signal: AbortSignal,
  { onProblem, pauseMs: { first, longest } = { first: 100, longest: 10_000 } }: RunOptions = {},
): Promise<void> => {
  let wait = first;
  let isFirst = true;
  while (!signal.aborted)
    try {
      const tracks = await tracksOf(db, projections);
      if (isFirst) for (const track of tracks) track.state = 'moving';
      isFirst = false;
      await round(db, store, tracks, signal);
      wait = first;
    } catch (error) {
      if (signal.aborted) return;
      onProblem?.(error);
      await pause(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(wait * 2, longest);
    }
};
