import { beforeAll, expect, it } from '@jest/globals';
import type { EventFilter, EventStore, ReadStreamOptions, Recorded } from '../../../src/eventstore/event-store.js';
import { all, anEvent, ids, newStream, revisions, someEvents, type Subject } from './subject.js';

export const readingStreams = (store: () => EventStore): void => {
  const stream = newStream();
  beforeAll(() => store().append(stream, 'no_stream', someEvents(10)));

  it.each<[string, ReadStreamOptions, number[]]>([
    ['all of it', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['from a revision, which is included', { from: 7 }, [7, 8, 9]],
    ['so many', { limit: 3 }, [0, 1, 2]],
    ['so many from a revision', { from: 4, limit: 2 }, [4, 5]],
    ['nothing when nothing is wanted', { limit: 0 }, []],
    ['nothing from beyond the end', { from: 10 }, []],
    ['backwards', { direction: 'backwards' }, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['backwards from a revision, which is included', { direction: 'backwards', from: 2 }, [2, 1, 0]],
    ['the newest', { direction: 'backwards', limit: 1 }, [9]],
    ['backwards from beyond the end', { direction: 'backwards', from: 100, limit: 2 }, [9, 8]],
  ])('reads %s', async (_, options, expected) => {
    expect(revisions(await all(store().readStream(stream, options)))).toEqual(expected);
  });

  it('yields nothing for a stream that does not exist', async () => {
    expect(await all(store().readStream(newStream()))).toEqual([]);
    expect(await all(store().readStream(newStream(), { direction: 'backwards' }))).toEqual([]);
  });

  it('tells streams apart whose names begin alike', async () => {
    await store().append(`${stream}x`, 'no_stream', someEvents(1));
    expect(await all(store().readStream(stream))).toHaveLength(10);
    expect(await all(store().readStream(`${stream}x`))).toHaveLength(1);
  });
};

/** Three streams of two categories, written in turns, with other events in between. */
export const readingAll = (store: () => EventStore, subject: () => Subject): void => {
  const [oranges, apples, pears] = [newStream('orange'), newStream('apple'), newStream('apple')];
  const filter: EventFilter = { streamPrefixes: [oranges, apples, pears] };
  let written: Recorded[];

  beforeAll(async () => {
    for (let round = 0; round < 4; round++) {
      for (const stream of [oranges, apples, pears]) await store().append(stream, 'any', [anEvent('Picked'), anEvent('Eaten')]);
      await store().append(newStream('noise'), 'no_stream', someEvents(3));
    }
    const streams = await Promise.all([oranges, apples, pears].map((stream) => all(store().readStream(stream))));
    written = streams.flat().sort((one, other) => Number(one.position - other.position));
  });

  const positionAt = (index: number): bigint => written.at(index)?.position ?? 0n;

  it('reads every event once, in the order of positions', async () => {
    const read = await all(store().readAll());
    const positions = read.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((one, other) => Number(one - other)));
    expect(read.filter(({ stream }) => [oranges, apples, pears].includes(stream))).toEqual(written);
  });

  it('reads forwards from a position, which is included', async () => {
    expect(ids(await all(store().readAll({ from: positionAt(5), filter })))).toEqual(ids(written.slice(5)));
  });

  it('reads backwards from the newest, and from before a position', async () => {
    const newest = await all(store().readAll({ direction: 'backwards', filter }));
    expect(ids(newest)).toEqual(ids(written).reverse());
    const before = await all(store().readAll({ direction: 'backwards', from: positionAt(5), filter }));
    expect(ids(before)).toEqual(ids(written.slice(0, 5)).reverse());
  });

  it('reads nothing from beyond the end, or before the beginning', async () => {
    expect(await all(store().readAll({ from: (await store().lastPosition()) + 1n }))).toEqual([]);
    expect(await all(store().readAll({ direction: 'backwards', from: 0n }))).toEqual([]);
  });

  it('counts only what passes the filter towards a limit', async () => {
    expect(ids(await all(store().readAll({ filter, limit: 7 })))).toEqual(ids(written.slice(0, 7)));
    expect(ids(await all(store().readAll({ filter, limit: 2, direction: 'backwards' })))).toEqual(ids(written.slice(-2).reverse()));
    expect(await all(store().readAll({ filter, limit: 0 }))).toEqual([]);
  });

  it.each<[string, () => EventFilter, (event: Recorded) => boolean]>([
    ['a type and streams', () => ({ ...filter, types: ['Eaten'] }), ({ type }) => type === 'Eaten'],
    ['any of several types', () => ({ ...filter, types: ['Eaten', 'Picked', 'Unheard of'] }), () => true],
    ['a stream', () => ({ streamPrefixes: [apples] }), ({ stream }) => stream === apples],
    ['any of several prefixes', () => ({ streamPrefixes: [oranges, pears] }), ({ stream }) => stream !== apples],
    ['what nothing matches', () => ({ ...filter, types: ['eaten'] }), () => false],
  ])('filters by %s', async (_, wanted, passes) => {
    expect(ids(await all(store().readAll({ filter: wanted() })))).toEqual(ids(written.filter(passes)));
  });

  it('shows system events', async () => {
    const stream = newStream('$system');
    await store().append(stream, 'any', [anEvent('$Thing')]);
    expect(await all(store().readAll({ filter: { types: ['$Thing'], streamPrefixes: [stream] } }))).toHaveLength(1);
  });

  it('knows the position of the newest event', async () => {
    const { position } = await store().append(newStream(), 'any', [anEvent()]);
    expect(await store().lastPosition()).toBe(position);
    const [newest] = await all(store().readAll({ direction: 'backwards', limit: 1 }));
    expect(newest?.position).toBe(position);
  });

  it('reads the same after the store was opened again', async () => {
    const reopened = await subject().reopen();
    expect(await all(reopened.readAll({ filter }))).toEqual(written);
    const { position } = await reopened.append(newStream(), 'any', [anEvent()]);
    expect(position).toBeGreaterThan(positionAt(-1));
  });
};
