import { CorruptedEventError, type EventStore, type Position, type Recorded } from '../eventstore/event-store.js';

/** A stretch of the log: all wanted events after `after`, up to and including `upTo`. */
export type Batch = { readonly after: Position; readonly events: readonly Recorded[]; readonly upTo: Position };

/** Few transactions, and still few enough events to hold them and their rows in memory. */
export const BATCH_SIZE = 1_000;

type Stretch = { readonly after: Position; readonly upTo: Position; readonly types: readonly string[]; readonly size?: number };

/**
 * The log from one position (exclusive) to another (inclusive), without gaps: batches may be empty of events.
 *
 * @throws CorruptedEventError at an event that cannot be read, after a batch that leads right up to it.
 */
export async function* batches(
  store: EventStore,
  { after, upTo, types, size = BATCH_SIZE }: Stretch,
): AsyncGenerator<Batch, void, undefined> {
  let start = after;
  let events: Recorded[] = [];
  try {
    for await (const event of store.readAll({ ...(after > 0n && { from: after }), filter: { types } })) {
      if (event.position > upTo) break;
      if (event.position > after) events.push(event);
      if (events.length < size) continue;
      yield { after: start, events, upTo: event.position };
      start = event.position;
      events = [];
    }
  } catch (error) {
    if (!(error instanceof CorruptedEventError) || error.position > upTo) throw error;
    if (start < error.position - 1n) yield { after: start, events, upTo: error.position - 1n };
    throw error;
  }
  if (start < upTo) yield { after: start, events, upTo };
}

/** Asks for the next batch before the present one is done with, so that reading and writing overlap. */
export async function* readAhead<T>(source: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  const ask = () => {
    const next = source.next();
    next.catch(() => undefined); // it is awaited below, maybe after a while
    return next;
  };
  let next = ask();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = ask();
      yield item.value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return();
  }
}
