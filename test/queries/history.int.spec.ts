import { describe, expect, it } from '@jest/globals';
import { followEvents, listEvents } from '../../src/queries/history.js';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { afterThisTest, temporaryFolder } from '../support/temporary.js';

const metadata = { $correlationId: 'c', commandId: 'c', actor: 'a', project: 'p', instance: 'i', schema: 1 };

const storeOf = async (...events: readonly (readonly [stream: string, type: string, data?: unknown])[]) => {
  const store = await EmbeddedEventStore.open(join(await temporaryFolder(), 'events.db'));
  afterThisTest(() => store.close());
  for (const [stream, type, data = {}] of events) await store.append(stream, 'any', [{ id: randomUUID(), type, data, metadata }]);
  return store;
};

describe('listEvents', () => {
  it('ends a page early rather than filling the memory, and says where to go on', async () => {
    const store = await storeOf(...Array.from({ length: 5 }, (_, n) => ['s', 'Large', { n, body: 'x'.repeat(3 * 1024 * 1024) }] as const));
    const first = await listEvents(store, {}, 100);
    expect(first.items.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    const second = await listEvents(store, { from: first.next! }, 100);
    expect(second.items.map(({ revision }) => revision)).toEqual([3, 4]);
    expect(second).not.toHaveProperty('next');
  });

  it('has no next page when the last event is on this one', async () => {
    const store = await storeOf(['s', 'A'], ['s', 'B']);
    expect(await listEvents(store, {}, 2)).not.toHaveProperty('next');
  });

  it('takes a stream for that stream alone, not for those whose names begin like it', async () => {
    const store = await storeOf(['template-a', 'A'], ['template-ab', 'A']);
    expect((await listEvents(store, { stream: 'template-a' }, 10)).items).toHaveLength(1);
  });
});

describe('followEvents', () => {
  it('lets through what is selected, and how far the log has been searched', async () => {
    const store = await storeOf(['template-a', 'A'], ['template-ab', 'A'], ['template-a', 'B']);
    const stop = new AbortController();
    const seen: unknown[] = [];
    for await (const message of followEvents(store, { stream: 'template-a' }, 0n, stop.signal)) {
      seen.push(message.kind === 'event' ? `${message.event.stream} ${message.event.type}` : message.kind);
      if (message.kind === 'caught-up') stop.abort();
    }
    expect(seen).toEqual(['template-a A', 'template-a B', 'caught-up']);
  });
});
