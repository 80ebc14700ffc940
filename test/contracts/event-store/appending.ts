import { expect, it } from '@jest/globals';
import { ConcurrencyError, type EventStore, type ExpectedRevision } from '../../../src/eventstore/event-store.js';
import { all, anEvent, ids, newStream, revisions, someEvents } from './subject.js';

const refusal = (stream: string, expected: ExpectedRevision, actual: number | 'no_stream') =>
  expect.objectContaining({ name: ConcurrencyError.name, stream, expected, actual });

export const appending = (store: () => EventStore): void => {
  it('gives an event back as it was written', async () => {
    const stream = newStream();
    const event = anEvent('TemplateRegistered', { text: 'a', number: 1.5, none: null, list: [true, { deep: [] }], empty: {} });
    const before = Date.now();
    const { revision, position } = await store().append(stream, 'no_stream', [event]);
    const [read, ...rest] = await all(store().readStream(stream));
    expect(rest).toEqual([]);
    expect(read).toEqual({ ...event, stream, revision, position, created: expect.any(String) });
    expect(revision).toBe(0);
    expect(position).toBeGreaterThan(0n);
    expect(read?.created).toBe(new Date(read?.created ?? '').toISOString());
    expect(Math.abs(Date.parse(read?.created ?? '') - before)).toBeLessThan(60_000);
  });

  it('gives several events of one append consecutive revisions and growing positions', async () => {
    const stream = newStream();
    const events = someEvents(5);
    const first = await store().append(stream, 'no_stream', events.slice(0, 2));
    const second = await store().append(stream, first.revision, events.slice(2));
    const read = await all(store().readStream(stream));
    expect(ids(read)).toEqual(ids(events));
    expect(revisions(read)).toEqual([0, 1, 2, 3, 4]);
    expect([first, second]).toEqual([1, 4].map((revision) => ({ revision, position: read[revision]?.position })));
    for (const [index, { position }] of read.entries()) expect(position).toBeGreaterThan(read[index - 1]?.position ?? 0n);
  });

  it.each<[ExpectedRevision, number | 'no_stream' | 'refused']>([
    ['no_stream', 0],
    ['any', 0],
    ['stream_exists', 'refused'],
    [0, 'refused'],
    [7, 'refused'],
  ])('to a stream that does not exist, expecting %s: %s', async (expected, outcome) => {
    const stream = newStream();
    const append = store().append(stream, expected, [anEvent()]);
    if (outcome === 'refused') await expect(append).rejects.toEqual(refusal(stream, expected, 'no_stream'));
    else await expect(append).resolves.toMatchObject({ revision: outcome });
    expect(await all(store().readStream(stream))).toHaveLength(outcome === 'refused' ? 0 : 1);
  });

  it.each<[ExpectedRevision, number | 'refused']>([
    ['no_stream', 'refused'],
    ['any', 2],
    ['stream_exists', 2],
    [0, 'refused'],
    [1, 2],
    [2, 'refused'],
  ])('to a stream at revision 1, expecting %s: %s', async (expected, outcome) => {
    const stream = newStream();
    await store().append(stream, 'no_stream', someEvents(2));
    const append = store().append(stream, expected, [anEvent()]);
    if (outcome === 'refused') await expect(append).rejects.toEqual(refusal(stream, expected, 1));
    else await expect(append).resolves.toMatchObject({ revision: outcome });
    expect(await all(store().readStream(stream))).toHaveLength(outcome === 'refused' ? 2 : 3);
  });

  it('keeps all of an append or nothing', async () => {
    const stream = newStream();
    const [first, ...others] = someEvents(50);
    if (first === undefined) throw new Error('no event');
    await store().append(stream, 'no_stream', [first]);
    await expect(store().append(stream, 'no_stream', [first, ...others])).rejects.toEqual(refusal(stream, 'no_stream', 0));
    expect(ids(await all(store().readStream(stream)))).toEqual([first.id]);
  });

  it.each([
    ['names beyond ASCII', `ünï-漢字-🙂 %2F/ ${String.fromCharCode(1)}`, 'Größe“geändert”', { 键: '\u2028\u0000🙂', e: 'é', é: 'e' }],
    ['a system stream', '$formwork-system', '$SystemThing', { $key: 1 }],
    ['a long name', 'long-'.padEnd(500, 'x'), 'T'.repeat(200), []],
    ['data that is no object', 'contract', 'Plain', 'text'],
  ])('takes %s', async (_, category, type, data) => {
    const stream = newStream(category);
    const event = anEvent(type, data);
    await store().append(stream, 'no_stream', [event]);
    expect(await all(store().readStream(stream))).toMatchObject([{ stream, type, data, id: event.id }]);
    expect(await all(store().readAll({ filter: { streamPrefixes: [stream] } }))).toMatchObject([{ stream, type, data }]);
  });

  it('takes an event of nearly a mebibyte beside small ones', async () => {
    const stream = newStream();
    const large = anEvent('LargeThing', { body: 'x'.repeat(1024 * 1024 - 4096) });
    const events = [anEvent(), large, anEvent()];
    for (const [index, event] of events.entries()) await store().append(stream, index === 0 ? 'no_stream' : index - 1, [event]);
    expect((await all(store().readStream(stream))).map(({ data }) => data)).toEqual(events.map(({ data }) => data));
  });

  it('is refused for all but one of many writers who believe the same', async () => {
    const stream = newStream();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => store().append(stream, 'no_stream', someEvents(2))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await all(store().readStream(stream))).toHaveLength(2);
  });

  it('keeps the order of each of many writers, without a gap', async () => {
    const [stream, writers, each] = [newStream(), 8, 25];
    const write = async (writer: number): Promise<void> => {
      for (let number = 0; number < each; number++) await store().append(stream, 'any', [anEvent('Written', { writer, number })]);
    };
    await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    const read = await all(store().readStream(stream));
    expect(revisions(read)).toEqual(Array.from({ length: writers * each }, (_, revision) => revision));
    for (let writer = 0; writer < writers; writer++) {
      const own = read.map(({ data }) => data as { writer: number; number: number }).filter((data) => data.writer === writer);
      expect(own.map(({ number }) => number)).toEqual(Array.from({ length: each }, (_, number) => number));
    }
  });
};
