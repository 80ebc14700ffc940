import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Upcaster } from '../../src/domain/schema.js';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import type { EventStore, NewEvent, Recorded, SubscriptionMessage } from '../../src/eventstore/event-store.js';
import { UpcastingEventStore } from '../../src/eventstore/upcasting-event-store.js';
import { all, eventsOf, isCaughtUp, until } from '../contracts/event-store/subject.js';
import { makeFolder, removeFolder } from './support/folder.js';

type Schema1 = { readonly ok: boolean; readonly by: string; readonly percent: number };
type Schema2 = { readonly success: boolean; readonly source: string; readonly percent: number };
const upcasters: Record<string, Upcaster[]> = {
  OutcomeRecorded: [
    (data) => (({ ok, by, percent }: Schema1) => ({ success: ok, source: by, percent }))(data as Schema1),
    (data) => (({ percent, ...rest }: Schema2) => ({ ...rest, score: percent / 100 }))(data as Schema2),
  ],
};
const newest = { success: true, source: 'ci', score: 0.87 };

describe('Promise 6: readers see the newest shape of an event', () => {
  let folder: string;
  let inner: EventStore;
  let store: EventStore;
  let recorded: Recorded & NewEvent;

  beforeEach(async () => {
    recorded = JSON.parse(await readFile(new URL('fixtures/outcome-recorded.schema-1.json', import.meta.url), 'utf8')) as Recorded &
      NewEvent;
    folder = await makeFolder();
    inner = await EmbeddedEventStore.open(folder);
    store = new UpcastingEventStore(inner, upcasters);
    await inner.append(recorded.stream, 'any', [recorded]);
  });
  afterEach(async () => {
    await store.close();
    await removeFolder(folder);
  });

  const writtenAt = (schema: number, data: unknown): NewEvent => ({
    ...recorded,
    id: randomUUID(),
    data,
    metadata: { ...recorded.metadata, schema },
  });

  it('when they read a stream, everything, or subscribe', async () => {
    const expected = [{ id: recorded.id, type: recorded.type, data: newest, metadata: { ...recorded.metadata, schema: 3 } }];
    expect(await all(store.readStream(recorded.stream))).toMatchObject(expected);
    expect(await all(store.readAll())).toMatchObject(expected);
    const messages = store.subscribe()[Symbol.asyncIterator]();
    expect(eventsOf(await until(messages, isCaughtUp))).toMatchObject(expected);
    await messages.return?.();
  });

  it('starting from the schema it was written in', async () => {
    await store.append(recorded.stream, 0, [writtenAt(2, { success: false, source: 'run', percent: 10 }), writtenAt(3, newest)]);
    const read = await all(store.readStream(recorded.stream));
    expect(read.map(({ data }) => data)).toEqual([newest, { success: false, source: 'run', score: 0.1 }, newest]);
    expect(read.map(({ metadata }) => metadata.schema)).toEqual([3, 3, 3]);
  });

  it('and what is stored stays as it was written', async () => {
    await all(store.readAll());
    expect(await all(inner.readAll())).toMatchObject([{ data: recorded.data, metadata: recorded.metadata }]);
  });

  it('while events of other types, from the future or without a schema pass', async () => {
    const other: NewEvent = { ...writtenAt(1, { ok: true }), type: 'toString' };
    const future = writtenAt(4, { from: 'the future' });
    const { schema: _, ...unversioned } = recorded.metadata;
    const foreign = { ...writtenAt(1, recorded.data), metadata: unversioned } as NewEvent;
    await store.append('others', 'no_stream', [other, future, foreign]);
    expect((await all(store.readStream('others'))).map(({ data }) => data)).toEqual([other.data, future.data, newest]);
  });

  it('and a subscriber can leave while it waits', async () => {
    const messages: AsyncIterator<SubscriptionMessage> = store.subscribe({ after: 'end' })[Symbol.asyncIterator]();
    await until(messages, isCaughtUp);
    const waiting = messages.next();
    await messages.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
