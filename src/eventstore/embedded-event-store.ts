import { Engine, type EngineOptions } from './embedded/engine.js';
import type { StoredEvent } from './embedded/frame.js';
import { DamagedEvent, type Matches, type ReadEvent } from './embedded/reader.js';
import { StoreError } from './embedded/store-error.js';
import { endable } from './embedded/subscription.js';
import type { Verification } from './embedded/verification.js';
import type { NewEvent as EngineEvent } from './embedded/writer.js';
import {
  type AppendResult,
  ConcurrencyError,
  CorruptedEventError,
  type EventFilter,
  type EventMetadata,
  type EventStore,
  EventStoreUnavailableError,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type Recorded,
  StreamDeletedError,
  type SubscribeOptions,
  type SubscriptionMessage,
} from './event-store.js';

/** How many events a filtered subscription passes over before it says how far it is. */
const CHECKPOINT_EVERY = 1024;

/** The event store in a file of this machine, shared by every process that opens it. */
export class EmbeddedEventStore implements EventStore {
  private constructor(private readonly engine: Engine) {}

  /** `path` is a file (existing, or ending in `.db`), else a folder. What is missing is made, for its owner alone. @throws EventStoreUnavailableError */
  static async open(path: string, options?: EngineOptions): Promise<EmbeddedEventStore> {
    return new EmbeddedEventStore(await Engine.open(path, options).catch(rethrow));
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const outcome = await this.engine.append(stream, expected, events.map(toBytes)).catch(rethrow);
    switch (outcome.kind) {
      case 'written':
        return { revision: outcome.revision, position: BigInt(outcome.position) };
      case 'wrong-revision':
        throw new ConcurrencyError(stream, expected, outcome.actual === -1 ? 'no_stream' : outcome.actual);
      case 'deleted':
        throw new StreamDeletedError(stream);
    }
  }

  async *readStream(
    stream: string,
    { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions = {},
  ): AsyncGenerator<Recorded, void> {
    if (limit < 1) return;
    let left = limit;
    try {
      for await (const events of this.engine.readStream(stream, from, direction)) {
        for (const event of events) {
          yield toRecorded(event);
          if (--left === 0) return;
        }
      }
    } catch (error) {
      rethrow(error);
    }
  }

  async *readAll({ from, direction = 'forwards', limit = Infinity, filter }: ReadAllOptions = {}): AsyncGenerator<Recorded, void> {
    if (limit < 1) return;
    let left = limit;
    try {
      for await (const { events } of this.engine.readAll(from === undefined ? undefined : Number(from), direction, matching(filter))) {
        for (const event of events) {
          yield toRecorded(event);
          if (--left === 0) return;
        }
      }
    } catch (error) {
      rethrow(error);
    }
  }

  subscribe({ after = 0n, filter, signal }: SubscribeOptions = {}): AsyncIterableIterator<SubscriptionMessage> {
    const start = after === 'end' ? after : Number(after);
    return endable((end) => this.messages(start, matching(filter), end), signal);
  }

  async lastPosition(): Promise<Position> {
    return BigInt(await this.engine.lastPosition().catch(rethrow));
  }

  /** Names of the streams that start like this, in no order, without reading the log; `prefix` is not empty. */
  streamsWith(prefix: string): Promise<readonly string[]> {
    return this.engine.streamsWith(prefix).catch(rethrow);
  }

  /** Reads everything and lists what is damaged; see `Engine`. */
  verify(): Promise<Verification> {
    return this.engine.verify().catch(rethrow);
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  private async *messages(
    start: number | 'end',
    matches: Matches | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionMessage, void> {
    let told = start === 'end' ? undefined : start;
    let news = true; // an empty log is caught up with too
    try {
      for await (const { events, upTo, atEnd } of this.engine.follow(start, matches, signal)) {
        for (const event of events) {
          yield { kind: 'event', event: toRecorded(event) };
          if (signal.aborted) return;
          [told, news] = [event.position, true];
        }
        told ??= upTo;
        if (upTo > told && (atEnd || upTo - told >= CHECKPOINT_EVERY)) {
          yield { kind: 'checkpoint', position: BigInt(upTo) };
          told = upTo;
        }
        if (atEnd && news) yield { kind: 'caught-up', position: BigInt(upTo) };
        if (atEnd) news = false;
      }
    } catch (error) {
      rethrow(error);
    }
  }
}

const toBytes = ({ id, type, data, metadata }: NewEvent): EngineEvent => ({
  id,
  type,
  json: true,
  data: json(data),
  metadata: json(metadata),
});

/** Nothing is no bytes. */
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');

const toRecorded = (event: ReadEvent): Recorded => {
  if (event instanceof DamagedEvent) throw new CorruptedEventError(event.stream, event.revision, BigInt(event.position));
  return {
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    position: BigInt(event.position),
    type: event.type,
    created: new Date(event.created).toISOString(),
    data: dataOf(event),
    metadata: (parsed(event.metadata) ?? {}) as EventMetadata,
  };
};

/** What other writers put in as bytes, or wrongly as JSON, comes out as bytes. */
const dataOf = ({ json: saysJson, data }: StoredEvent): unknown => {
  if (!saysJson) return Uint8Array.from(data);
  try {
    return parsed(data);
  } catch {
    return Uint8Array.from(data);
  }
};

const parsed = (bytes: Buffer): unknown => (bytes.length === 0 ? undefined : JSON.parse(bytes.toString()));

const matching = ({ types, streamPrefixes }: EventFilter = {}): Matches | undefined => {
  if (types === undefined && streamPrefixes === undefined) return undefined;
  const wanted = types && new Set(types);
  return ({ type, stream }) => {
    if (wanted?.has(type) === false) return false;
    return streamPrefixes?.some((prefix) => stream.startsWith(prefix)) !== false;
  };
};

const rethrow = (error: unknown): never => {
  if (!(error instanceof StoreError)) throw error;
  throw new EventStoreUnavailableError(error.code, error.message, error.hint, { cause: error });
};
