import { crc32 } from 'node:zlib';
import { DamagedEvent, type Reader } from './reader.js';
import { StoreError } from './store-error.js';
import type { Streams } from './streams.js';

/** An entry of the index of streams that leads nowhere, or an event that the index should know and does not. */
export type Misplaced = { readonly stream: string; readonly revision: number; readonly position: number };

export type Verification = {
  /** How many events are as they were written. */
  readonly intact: number;
  readonly damaged: readonly DamagedEvent[];
  readonly misplaced: readonly Misplaced[];
  /** Why the rest of the index could not be read. */
  readonly indexError?: string;
};

/** Walks the whole store: every event against its checksums, then the index against the events. Writers go on meanwhile. */
export const verify = async (reader: Reader, streams: Streams): Promise<Verification> => {
  const indexed = await streams.indexedUpTo();
  const marks = [0]; // by position: of each event the index should know; what the index knows is taken away
  const damaged: DamagedEvent[] = [];
  let intact = 0;
  for await (const { events } of reader.forwards(1)) {
    for (const event of events) {
      if (event instanceof DamagedEvent) damaged.push(event);
      else intact++;
      marks.push(event instanceof DamagedEvent || event.position > indexed ? 0 : mark(event.stream, event.revision, event.id));
    }
  }
  const misplaced: Misplaced[] = [];
  const unreadable = new Set(damaged.map(({ position }) => position));
  try {
    let [previous, next] = ['', 0];
    for await (const { stream, places } of streams.indexRows()) {
      if (stream !== previous) [previous, next] = [stream, 0];
      for (const { revision, position, id } of places) {
        if (position > indexed) continue;
        const found = marks[position] === mark(stream, revision, id) || unreadable.has(position);
        if (!found || revision !== next) misplaced.push({ stream, revision, position });
        else marks[position] = 0;
        next = revision + 1;
      }
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { intact, damaged, misplaced, indexError: error.message };
  }
  for await (const { events } of reader.forwards(1)) {
    for (const event of events) {
      if (event.position > indexed) return { intact, damaged, misplaced };
      if (!(event instanceof DamagedEvent) && marks[event.position] !== 0) {
        misplaced.push({ stream: event.stream, revision: event.revision, position: event.position });
      }
    }
  }
  return { intact, damaged, misplaced };
};

/** Never 0, which stands for nothing to find. */
const mark = (stream: string, revision: number, id: string): number => crc32(`${stream}\u0000${revision}\u0000${id}`) || 1;
