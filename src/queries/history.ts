import type { EventStore, Position, Recorded, SubscriptionMessage } from '../eventstore/event-store.js';

/** Which events are meant; what is left out selects all. `from` is inclusive, as are `since` and `until` (ISO 8601 in UTC). */
export type EventSelection = {
  readonly stream?: string;
  readonly types?: readonly string[];
  readonly from?: Position;
  readonly since?: string;
  readonly until?: string;
};

/** An event as `--json` and REST show it. */
export type EventDocument = Pick<Recorded, 'stream' | 'revision' | 'position' | 'id' | 'type' | 'data' | 'metadata' | 'created'>;

export const eventDocument = ({ stream, revision, position, id, type, data, metadata, created }: Recorded): EventDocument => ({
  ...{ stream, revision, position, id, type, data, metadata, created },
});

const filterOf = ({ stream, types }: EventSelection) => ({
  ...(types !== undefined && types.length > 0 && { types }),
  ...(stream !== undefined && { streamPrefixes: [stream] }),
});

const isSelected = ({ stream, type, position, created }: Recorded, selection: EventSelection): boolean =>
  (selection.stream === undefined || stream === selection.stream) &&
  (selection.types === undefined || selection.types.length === 0 || selection.types.includes(type)) &&
  (selection.from === undefined || position >= selection.from) &&
  (selection.since === undefined || created >= selection.since) &&
  (selection.until === undefined || created <= selection.until);

const source = (store: EventStore, selection: EventSelection): AsyncIterable<Recorded> => {
  const { stream, from = 0n } = selection;
  if (stream !== undefined) return store.readStream(stream);
  return store.readAll({ filter: filterOf(selection), ...(from > 0n && { from }) });
};

/** Stored contents are long; a page of them ends early rather than filling the memory. */
const MAX_PAGE_LENGTH = 8 * 1024 * 1024;

/** The history, oldest first: at most `limit` events. `next` is where the page after this one begins. */
export const listEvents = async (
  store: EventStore,
  selection: EventSelection,
  limit: number,
): Promise<{ readonly items: readonly EventDocument[]; readonly next?: Position }> => {
  const items: EventDocument[] = [];
  let length = 0;
  for await (const event of source(store, selection)) {
    if (!isSelected(event, selection)) continue;
    if (items.length === limit || length > MAX_PAGE_LENGTH) return { items, next: event.position };
    items.push(eventDocument(event));
    length += JSON.stringify(event.data).length;
  }
  return { items };
};

/** What was recorded after a position (exclusive) and what is from now on, until `signal` aborts. */
export async function* followEvents(
  store: EventStore,
  selection: EventSelection,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<SubscriptionMessage, void, undefined> {
  for await (const message of store.subscribe({ filter: filterOf(selection), signal, ...(after > 0n && { after }) }))
    if (message.kind !== 'event' || isSelected(message.event, selection)) yield message;
}
