import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import { faultOf } from '../database/fault.js';
import { TableWriter } from '../database/table-writer.js';
import { commitUnflushed } from '../database/tables.js';
import { transact } from '../database/transact.js';
import type { CorruptedEventError, Position, Recorded } from '../eventstore/event-store.js';
import type { Batch } from './batches.js';
import { CheckpointRow } from './checkpoint.rows.js';
import { isMoving, type Track } from './track.js';

/** Somebody else moved the checkpoint, or took the tables away. */
class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** No fault of the database: these events cannot be made into rows. */
export class Unprojectable extends Error {
  override readonly name = 'Unprojectable';
}

const keyOf = ({ projection: { name, version }, prefix }: Track) => ({ name, prefix, version });

const moveCheckpoint = async (tx: EntityManager, track: Track, from: Position, to: Position): Promise<void> => {
  const unparked = { parkedReason: null, parkedAt: null };
  const { affected } = await tx.update(CheckpointRow, { ...keyOf(track), position: from }, { position: to, ...unparked });
  if (affected !== 1) throw new CheckpointMoved(`${track.projection.name} is no longer at ${from}`);
};

/** Writes the rows of some events; the caller's transaction decides whether they stay. */
export const projectEvents = async (tx: EntityManager, { projection, prefix }: Track, events: readonly Recorded[]): Promise<void> => {
  if (events.length === 0) return;
  try {
    await projection.project(events, new TableWriter(tx, prefix));
  } catch (error) {
    if (faultOf(error) !== 'data') throw error;
    throw new Unprojectable(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

/**
 * Rows and checkpoint commit together; where the checkpoint is not at `from`, nothing is written, so nothing is counted twice. What a
 * power failure takes is projected again.
 */
const projectBatch = (db: DataSource, track: Track, from: Position, events: readonly Recorded[], upTo: Position): Promise<void> =>
  transact(db, async (tx) => {
    await commitUnflushed(tx);
    await moveCheckpoint(tx, track, from, upTo);
    await projectEvents(tx, track, events);
  });

const park = async (db: DataSource, track: Track, parkedReason: string): Promise<void> => {
  const at = { ...keyOf(track), position: track.position, parkedReason: IsNull() };
  await transact(db, (tx) => tx.update(CheckpointRow, at, { parkedReason, parkedAt: new Date().toISOString() }));
  track.state = 'parked';
};

/** For an event that cannot even be read: the tracks before it can go no further. */
export const parkBefore = async (db: DataSource, tracks: readonly Track[], { position, message }: CorruptedEventError): Promise<void> => {
  for (const track of tracks) if (isMoving(track) && (track.position < position || position === 0n)) await park(db, track, message);
};

const describe = ({ type, stream, revision, position }: Recorded, reason: string): string =>
  `${type} at position ${position} (event ${revision} of ${stream}): ${reason}`;

const reload = async (db: DataSource, track: Track): Promise<void> => {
  const row = await db.manager.findOneBy(CheckpointRow, keyOf(track));
  if (row === null) track.state = 'gone';
  else track.position = row.position;
};

/**
 * Takes a track through a batch, from wherever in it the track is; one that is before or behind the batch stays where it is.
 * Redelivery, several workers at once and a crash at any point leave the same rows as one quiet run. A batch that cannot be projected
 * is halved until the one event is found that is to blame: the track then stands right before it, parked.
 */
export const advance = async (db: DataSource, track: Track, batch: Batch): Promise<void> => {
  const handles = new Set(track.projection.handles);
  const handled = batch.events.filter(({ type }) => handles.has(type));
  let size = handled.length;
  while (isMoving(track) && track.position >= batch.after && track.position < batch.upTo) {
    const { position } = track;
    const wanted = handled.filter((event) => event.position > position);
    const events = wanted.slice(0, size);
    const upTo = events.length === wanted.length ? batch.upTo : events.at(-1)!.position;
    try {
      await projectBatch(db, track, position, events, upTo);
      track.position = upTo;
    } catch (error) {
      if (error instanceof CheckpointMoved) await reload(db, track);
      else if (!(error instanceof Unprojectable)) throw error;
      else if (events.length > 1) size = events.length >> 1;
      else await park(db, track, describe(events[0]!, error.message));
    }
  }
};
