import type { Event } from '../domain/decider.js';
import type { Upcaster } from '../domain/schema.js';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  Recorded,
  SubscribeOptions,
  SubscriptionMessage,
} from './event-store.js';

/**
 * A store whose readers only ever see the newest shape of an event: whatever schema it was written in, it passes the up-casters from
 * there on. What is stored stays as it is.
 */
export class UpcastingEventStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly upcasters: Readonly<Record<Event['type'], readonly Upcaster[]>>,
  ) {}

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.store.append(stream, expected, events);
  }

  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<Recorded> {
    return mapped(this.store.readStream(stream, options), (event) => this.newest(event));
  }

  readAll(options?: ReadAllOptions): AsyncIterable<Recorded> {
    return mapped(this.store.readAll(options), (event) => this.newest(event));
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return mapped(this.store.subscribe(options), (message) =>
      message.kind === 'event' ? { kind: 'event', event: this.newest(message.event) } : message,
    );
  }

  lastPosition(): Promise<Position> {
    return this.store.lastPosition();
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private newest(event: Recorded): Recorded {
    const upcasters = Object.hasOwn(this.upcasters, event.type) ? this.upcasters[event.type] : undefined;
    const written = event.metadata.schema ?? 1; // an event from elsewhere may not say
    if (upcasters === undefined || written > upcasters.length) return event;
    const data = upcasters.slice(written - 1).reduce((shape, upcast) => upcast(shape), event.data);
    return { ...event, data, metadata: { ...event.metadata, schema: upcasters.length + 1 } };
  }
}

/** Maps each item, keeping the source's way of ending: a consumer that returns while it waits is not held up. */
const mapped = <A, B>(source: AsyncIterable<A>, map: (item: A) => B): AsyncIterable<B> => ({
  [Symbol.asyncIterator]() {
    const iterator = source[Symbol.asyncIterator]();
    return {
      async next() {
        const result = await iterator.next();
        return result.done === true ? { done: true, value: undefined } : { done: false, value: map(result.value) };
      },
      async return() {
        await iterator.return?.();
        return { done: true, value: undefined };
      },
    };
  },
});
