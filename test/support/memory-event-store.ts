import { ConcurrencyError } from '../../src/eventstore/event-store.js';
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
} from '../../src/eventstore/event-store.js';

/** As little of an event store as projections need. */
export class MemoryEventStore implements EventStore {
  readonly log: Recorded[] = [];
  private wake: (() => void)[] = [];
  reads = 0;

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const revision = this.log.filter((event) => event.stream === stream).length - 1;
    if (typeof expected === 'number' ? expected !== revision : expected === 'no_stream' && revision >= 0)
      throw new ConcurrencyError(stream, expected, revision < 0 ? 'no_stream' : revision);
    for (const [index, event] of events.entries())
      this.log.push({ ...event, stream, revision: revision + 1 + index, position: BigInt(this.log.length + 1) * 3n, created: '2026-01-31T12:00:00.000Z' });
    for (const wake of this.wake.splice(0)) wake();
    return { revision: revision + events.length, position: await this.lastPosition() };
  }

  async *readStream(stream: string, { from = 0 }: ReadStreamOptions = {}): AsyncIterable<Recorded> {
    yield* this.log.filter((event) => event.stream === stream && event.revision >= from);
  }

  async *readAll({ from = 0n, filter }: ReadAllOptions = {}): AsyncIterable<Recorded> {
    this.reads += 1;
    for (const event of this.log) if (event.position >= from && (filter?.types?.includes(event.type) ?? true)) yield event;
  }

  async *subscribe({ after = 0n, filter, signal }: SubscribeOptions = {}): AsyncIterable<SubscriptionMessage> {
    let position = after === 'end' ? await this.lastPosition() : after;
    while (!signal?.aborted) {
      const fresh = this.log.filter((event) => event.position > position);
      for (const event of fresh) if (filter?.types?.includes(event.type) ?? true) yield { kind: 'event', event };
      if (fresh.length > 0) {
        position = fresh.at(-1)!.position;
        yield { kind: 'caught-up', position };
      } else
        await new Promise<void>((resolve) => {
          this.wake.push(resolve);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
    }
  }

  async lastPosition(): Promise<Position> {
    return this.log.at(-1)?.position ?? 0n;
  }

  async close(): Promise<void> {}
}
