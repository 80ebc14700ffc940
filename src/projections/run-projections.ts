import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventStore, Position, Recorded } from '../eventstore/event-store.js';
import { BATCH_SIZE } from './batches.js';
import { allSettled, catchUp } from './catch-up.js';
import { finishBuilds } from './finish-builds.js';
import type { Projection } from './projection.js';
import { advance } from './run-projection.js';
import { isLive, isMoving, lowestPosition, typesOf, type Track } from './track.js';
import { tracksOf } from './tracks.js';

export type RunOptions = {
  /** Told of everything that made the run begin anew, before it does. */
  readonly onProblem?: (error: unknown) => void;
  /** Bounds of the pause before it begins anew; doubled from the first to the last. */
  readonly pauseMs?: { readonly first: number; readonly longest: number };
};

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Follows the log until `signal` aborts, or until a track is where this subscription does not lead. */
const follow = async (db: DataSource, store: EventStore, tracks: readonly Track[], signal: AbortSignal): Promise<void> => {
  const moving = tracks.filter(isMoving);
  if (moving.length === 0) return ended(signal);
  let after = lowestPosition(moving);
  let events: Recorded[] = [];
  const flush = async (upTo: Position): Promise<boolean> => {
    await allSettled(moving.map((track) => advance(db, track, { after, events, upTo })));
    after = upTo;
    events = [];
    return moving.every((track) => track.state === 'parked' || (track.state === 'moving' && track.position >= upTo));
  };
  const start = after === 0n ? {} : { after };
  for await (const message of store.subscribe({ ...start, filter: { types: typesOf(moving) }, signal })) {
    if (message.kind === 'event') events.push(message.event);
    if (message.kind === 'event' && events.length < BATCH_SIZE) continue;
    const upTo = message.kind === 'event' ? message.event.position : message.position;
    if (upTo > after && !(await flush(upTo))) return;
  }
};

const build = async (db: DataSource, store: EventStore, builds: readonly Track[], signal: AbortSignal): Promise<void> => {
  const target = await store.lastPosition();
  await catchUp(db, store, builds, target, { signal });
  if (!signal.aborted) await finishBuilds(db, store, builds, target, { signal });
};

/** What is live is kept up to date while what is missing is built; when that is done, the next round has one more to follow. */
const round = async (db: DataSource, store: EventStore, tracks: readonly Track[], signal: AbortSignal): Promise<void> => {
  const live = tracks.filter(isLive);
  const builds = tracks.filter((track) => !isLive(track) && isMoving(track));
  if (builds.length === 0) return follow(db, store, live, signal);
  const oneDone = new AbortController();
  const stop = AbortSignal.any([signal, oneDone.signal]);
  const untilDone = (work: Promise<void>) => work.finally(() => oneDone.abort());
  await allSettled([untilDone(build(db, store, builds, stop)), untilDone(follow(db, store, live, stop))]);
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
