import { expect, it } from '@jest/globals';
import { ConcurrencyError, type EventStore, type ExpectedRevision } from '../../../src/eventstore/event-store.js';
import { all, anEvent, ids, newStream, someEvents, type Subject } from './subject.js';

export const sendingAgain = (store: () => EventStore, subject: () => Subject): void => {
  it.each<[string, ExpectedRevision]>([
    ['no_stream', 'no_stream'],
    ['any', 'any'],
  ])('the events that began a stream, expecting %s, succeeds as it did then and writes nothing', async (_, expected) => {
    const stream = newStream();
    const events = someEvents(3);
    const then = await store().append(stream, expected, events);
    await store().append(stream, 2, [anEvent()]);
    expect(await store().append(stream, expected, events)).toEqual(then);
    expect(await all(store().readStream(stream))).toHaveLength(4);
  });

  it.each<[string, ExpectedRevision]>([
    ['the revision before them', 0],
    ['any', 'any'],
    ['stream_exists', 'stream_exists'],
  ])('events within a stream, expecting %s, succeeds as it did then and writes nothing', async (_, expected) => {
    const stream = newStream();
    const events = someEvents(2);
    await store().append(stream, 'no_stream', [anEvent()]);
    const then = await store().append(stream, expected, events);
    await store().append(stream, 'any', [anEvent()]);
    expect(await store().append(stream, expected, events)).toEqual(then);
    expect(await all(store().readStream(stream))).toHaveLength(4);
  });

  it('only the first of several events succeeds with where that one went in', async () => {
    const stream = newStream();
    const events = someEvents(2);
    await store().append(stream, 'no_stream', events);
    const [first] = await all(store().readStream(stream));
    expect(await store().append(stream, 'no_stream', events.slice(0, 1))).toEqual({ revision: 0, position: first?.position });
  });

  it.each<[string, ExpectedRevision]>([
    ['no_stream', 'no_stream'],
    ['any', 'any'],
    ['stream_exists', 'stream_exists'],
  ])('known events with a new one after them, expecting %s, is refused', async (_, expected) => {
    const stream = newStream();
    const events = someEvents(2);
    await store().append(stream, 'no_stream', events);
    const append = store().append(stream, expected, [...events, anEvent()]);
    await expect(append).rejects.toEqual(expect.objectContaining({ name: ConcurrencyError.name, actual: 1 }));
    expect(await all(store().readStream(stream))).toHaveLength(2);
  });

  it('other events where some went in is refused', async () => {
    const stream = newStream();
    await store().append(stream, 'no_stream', someEvents(2));
    await expect(store().append(stream, 'no_stream', someEvents(2))).rejects.toBeInstanceOf(ConcurrencyError);
    await expect(store().append(stream, 0, [anEvent()])).rejects.toBeInstanceOf(ConcurrencyError);
  });

  it('used ids at the end of the stream writes them once more: ids are no keys', async () => {
    const stream = newStream();
    const events = someEvents(2);
    await store().append(stream, 'no_stream', events);
    expect(await store().append(stream, 1, events)).toMatchObject({ revision: 3 });
    expect(ids(await all(store().readStream(stream)))).toEqual([...ids(events), ...ids(events)]);
  });

  it('the ids of another stream writes them: each stream remembers its own', async () => {
    const [one, other, events] = [newStream(), newStream(), someEvents(2)];
    await store().append(one, 'any', events);
    expect(await store().append(other, 'any', events)).toMatchObject({ revision: 1 });
    expect(await all(store().readStream(other))).toHaveLength(2);
  });

  it('after the store was opened again succeeds as it did then', async () => {
    const stream = newStream();
    const events = someEvents(2);
    const then = await store().append(stream, 'any', events);
    const reopened = await subject().reopen();
    expect(await reopened.append(stream, 'any', events)).toEqual(then);
    expect(await reopened.append(stream, 'no_stream', events)).toEqual(then);
    expect(await all(reopened.readStream(stream))).toHaveLength(2);
  });

  it('at the same time as the first send writes them once', async () => {
    const stream = newStream();
    const events = someEvents(2);
    const results = await Promise.all(Array.from({ length: 10 }, () => store().append(stream, 'any', events)));
    expect(new Set(results.map(({ position }) => position)).size).toBe(1);
    expect(ids(await all(store().readStream(stream)))).toEqual(ids(events));
  });
};
