import type { Event } from '../domain/decider.js';

/** EventStoreDB's commit position: strictly growing over the whole store, never 0 for an event. Written as a decimal string outside. */
export type Position = bigint;

/** Who caused an event, and the version of its shape. Keys with `$` are EventStoreDB's own. */
export type EventMetadata = {
  readonly $correlationId: string;
  readonly $causationId?: string;
  readonly commandId: string;
  readonly actor: string;
  readonly project: string;
  readonly instance: string;
  /** Version of the shape of `data`; readers only ever see the newest one. */
  readonly schema: number;
};

/** What the writer believes of the stream: its last revision (0-based), or one of EventStoreDB's three words. */
export type ExpectedRevision = number | 'no_stream' | 'any' | 'stream_exists';

/** An event on its way in; `id` is a UUID. */
export type NewEvent<E extends Event = Event> = E & { readonly id: string; readonly metadata: EventMetadata };

/** An event as it was written. `created` is the store's own time, ISO 8601. */
export type Recorded<E extends Event = Event> = E & {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly created: string;
  readonly metadata: EventMetadata;
};

/** Where a successful append ended: revision and position of its last event. */
export type AppendResult = { readonly revision: number; readonly position: Position };

export type Direction = 'forwards' | 'backwards';

/** `from` is inclusive. Reading backwards from nothing said starts at the newest event. */
export type ReadStreamOptions = { readonly from?: number; readonly direction?: Direction; readonly limit?: number };

/** Any of the types and any of the prefixes; both given: both must hold. Nothing given: everything, system events (`$…`) included. */
export type EventFilter = { readonly types?: readonly string[]; readonly streamPrefixes?: readonly string[] };

/** Forwards `from` is inclusive, backwards exclusive, as EventStoreDB has it. */
export type ReadAllOptions = {
  readonly from?: Position;
  readonly direction?: Direction;
  readonly limit?: number;
  readonly filter?: EventFilter;
};

/** `after` is exclusive; `'end'` means only what comes from now on; unset means from the very first event. */
export type SubscribeOptions = { readonly after?: Position | 'end'; readonly filter?: EventFilter; readonly signal?: AbortSignal };

/** What a subscriber is told: an event; how far the log was searched without a further match; that there is nothing older left. */
export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: Recorded }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'caught-up'; readonly position: Position };

/**
 * The truth. Semantics are EventStoreDB's; every adapter passes `test/contracts/event-store.contract.ts`.
 *
 * - An append is atomic, its events get consecutive revisions, and when the promise resolves they are on disk.
 * - Sending the same events (same ids) again at the revision where they went in succeeds and writes nothing.
 * - Reads and subscriptions deliver in log order, each event once; back-pressure is the consumer's pace in `for await`.
 */
export interface EventStore {
  /** @throws ConcurrencyError when the stream is not where the writer believes. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** A stream that does not exist yields nothing. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<Recorded>;
  readAll(options?: ReadAllOptions): AsyncIterable<Recorded>;
  /** Catch-up, then live, until `signal` aborts (then it simply ends). Also woken by writers in other processes. One `caught-up` each time the end is reached after events. */
  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** Position of the newest event; 0n in an empty store. */
  lastPosition(): Promise<Position>;
  close(): Promise<void>;
}

/** Somebody else was faster: the stream is not at the revision the writer had read. */
export class ConcurrencyError extends Error {
  override readonly name = 'ConcurrencyError';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'no_stream',
  ) {
    super(`stream ${stream} is at ${actual}, not at ${expected}`);
  }
}

/** The stream was deleted for good: nothing can be written to it. */
export class StreamDeletedError extends Error {
  override readonly name = 'StreamDeletedError';
  constructor(readonly stream: string) {
    super(`stream ${stream} was deleted`);
  }
}

/** An event whose bytes no longer match the checksum they were written with. The rest of the store stays readable. */
export class CorruptedEventError extends Error {
  override readonly name = 'CorruptedEventError';
  /** Stream and revision are undefined where not even they can be told, position is 0 where only they can. */
  constructor(
    readonly stream: string | undefined,
    readonly revision: number | undefined,
    readonly position: Position,
  ) {
    const event =
      stream === undefined ? `the event at position ${position}` : `event ${revision} of stream ${stream} (position ${position})`;
    super(`${event} is damaged: it is not what was written`);
  }
}

/** The store itself cannot be used as it is (another file format, a newer version, unreadable, full): what and how to mend it. */
export class EventStoreUnavailableError extends Error {
  override readonly name = 'EventStoreUnavailableError';
  constructor(
    readonly code: 'STORE_NEWER' | 'STORE_CORRUPTED' | 'STORE_FULL' | 'STORE_READ_ONLY' | 'STORE_UNREACHABLE',
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
