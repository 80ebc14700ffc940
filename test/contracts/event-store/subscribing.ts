import { expect, it } from '@jest/globals';
import type { EventStore, SubscribeOptions, SubscriptionMessage } from '../../../src/eventstore/event-store.js';
import { all, anEvent, eventsOf, ids, isCaughtUp, newStream, positionOf, someEvents, until } from './subject.js';

export const subscribing = (store: () => EventStore): void => {
  /** Hands an open subscription to the test and ends it afterwards. */
  const listening = async (
    options: SubscribeOptions,
    test: (messages: AsyncIterator<SubscriptionMessage>) => Promise<void>,
  ): Promise<void> => {
    const end = new AbortController();
    const messages = store()
      .subscribe({ ...options, signal: end.signal })
      [Symbol.asyncIterator]();
    try {
      await test(messages);
    } finally {
      end.abort();
    }
    expect(await messages.next()).toEqual({ done: true, value: undefined });
  };
  const only = (stream: string): SubscribeOptions => ({ filter: { streamPrefixes: [stream] } });

  it('delivers what is there, says it is caught up, and goes on with what comes', async () => {
    const stream = newStream();
    const events = someEvents(5);
    await store().append(stream, 'no_stream', events.slice(0, 3));
    await listening(only(stream), async (messages) => {
      const past = await until(messages, isCaughtUp);
      expect(ids(eventsOf(past))).toEqual(ids(events.slice(0, 3)));
      expect(past.filter(isCaughtUp)).toHaveLength(1);
      await store().append(stream, 2, events.slice(3));
      const live = await until(messages, (message) => message.kind === 'event' && message.event.id === events[4]?.id);
      expect(ids(eventsOf(live))).toEqual(ids(events.slice(3)));
    });
    expect(eventsOf(await heardBy(stream))).toEqual(await all(store().readStream(stream)));
  });

  const heardBy = async (stream: string): Promise<SubscriptionMessage[]> => {
    let heard: SubscriptionMessage[] = [];
    await listening(only(stream), async (messages) => void (heard = await until(messages, isCaughtUp)));
    return heard;
  };

  it('says it is caught up even when there is nothing to deliver', async () => {
    await listening(only(newStream()), async (messages) => {
      expect(eventsOf(await until(messages, isCaughtUp))).toEqual([]);
    });
  });

  it('starts after a position', async () => {
    const stream = newStream();
    const events = someEvents(4);
    const { position } = await store().append(stream, 'no_stream', events.slice(0, 2));
    await store().append(stream, 1, events.slice(2));
    await listening({ ...only(stream), after: position }, async (messages) => {
      expect(ids(eventsOf(await until(messages, isCaughtUp)))).toEqual(ids(events.slice(2)));
    });
  });

  it('starts at the end', async () => {
    const stream = newStream();
    const [past, future] = [anEvent(), anEvent()];
    await store().append(stream, 'no_stream', [past]);
    await listening({ ...only(stream), after: 'end' }, async (messages) => {
      await until(messages, isCaughtUp);
      await store().append(stream, 0, [future]);
      expect(ids(eventsOf(await until(messages, ({ kind }) => kind === 'event')))).toEqual([future.id]);
    });
  });

  it('filters by type and stream, live too', async () => {
    const stream = newStream();
    await store().append(stream, 'no_stream', [anEvent('Wanted'), anEvent('Other')]);
    await listening({ filter: { streamPrefixes: [stream], types: ['Wanted', 'Last'] } }, async (messages) => {
      await until(messages, isCaughtUp);
      await store().append(stream, 1, [anEvent('Other'), anEvent('Wanted'), anEvent('Other'), anEvent('Last')]);
      const live = await until(messages, (message) => message.kind === 'event' && message.event.type === 'Last');
      expect(eventsOf(live).map(({ type, revision }) => [type, revision])).toEqual([
        ['Wanted', 3],
        ['Last', 5],
      ]);
    });
  });

  it('tells how far it searched, and going on from there loses nothing', async () => {
    const [wanted, other] = [newStream(), newStream('other')];
    await store().append(wanted, 'no_stream', someEvents(1));
    const passed = await store().append(other, 'no_stream', someEvents(2000));
    let reached = 0n;
    await listening(only(wanted), async (messages) => {
      const heard = await until(messages, isCaughtUp);
      expect(heard.map(positionOf)).toEqual([...heard.map(positionOf)].sort((one, next) => Number(one - next)));
      reached = positionOf(heard.at(-1) as SubscriptionMessage);
      expect(reached).toBeGreaterThanOrEqual(passed.position);
      for (let round = 0; round < 100; round++) await store().append(other, 'any', [anEvent()]);
      const [checkpoint] = (await until(messages, ({ kind }) => kind === 'checkpoint')).slice(-1);
      expect(positionOf(checkpoint as SubscriptionMessage)).toBeGreaterThan(reached);
      reached = positionOf(checkpoint as SubscriptionMessage);
    });
    const missed = anEvent();
    await store().append(wanted, 0, [missed]);
    await listening({ ...only(wanted), after: reached }, async (messages) => {
      expect(ids(eventsOf(await until(messages, isCaughtUp)))).toEqual([missed.id]);
    });
  });

  it('delivers each event once and in order to a slow consumer while others write', async () => {
    const [stream, count] = [newStream(), 600];
    const write = async (): Promise<void> => {
      for (let number = 0; number < count; number += 20) await store().append(stream, 'any', someEvents(20));
    };
    const writing = write();
    await listening(only(stream), async (messages) => {
      const read: number[] = [];
      while (read.length < count) {
        const { value } = (await messages.next()) as { value: SubscriptionMessage };
        if (value.kind === 'event') read.push(value.event.revision);
        if (read.length % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect(read).toEqual(Array.from({ length: count }, (_, revision) => revision));
    });
    await writing;
  });

  it('serves several subscribers, each at its own place', async () => {
    const stream = newStream();
    const events = someEvents(3);
    const { position } = await store().append(stream, 'no_stream', events.slice(0, 2));
    await listening(only(stream), async (early) => {
      await listening({ ...only(stream), after: position }, async (late) => {
        await until(late, isCaughtUp);
        await store().append(stream, 1, events.slice(2));
        const last = (message: SubscriptionMessage): boolean => message.kind === 'event' && message.event.id === events[2]?.id;
        expect(ids(eventsOf(await until(early, last)))).toEqual(ids(events));
        expect(ids(eventsOf(await until(late, last)))).toEqual(ids(events.slice(2)));
      });
    });
  });
};

export const endingSubscriptions = (store: () => EventStore): void => {
  const subscribe = (options: SubscribeOptions) => store().subscribe(options)[Symbol.asyncIterator]();
  const ended = { done: true, value: undefined };

  it('ends at once when it is aborted while it waits', async () => {
    const abort = new AbortController();
    const messages = subscribe({ after: 'end', signal: abort.signal });
    await until(messages, isCaughtUp);
    const waiting = messages.next();
    abort.abort();
    expect(await waiting).toEqual(ended);
    expect(await messages.next()).toEqual(ended);
  });

  it('ends when it is aborted among events', async () => {
    const stream = newStream();
    await store().append(stream, 'no_stream', someEvents(100));
    const abort = new AbortController();
    const heard: SubscriptionMessage[] = [];
    for await (const message of store().subscribe({ filter: { streamPrefixes: [stream] }, signal: abort.signal })) {
      heard.push(message);
      if (eventsOf(heard).length === 3) abort.abort();
    }
    expect(eventsOf(heard)).toHaveLength(3);
  });

  it('says nothing when it was aborted before', async () => {
    expect(await all(store().subscribe({ signal: AbortSignal.abort() }))).toEqual([]);
  });

  it('lets its consumer leave', async () => {
    await store().append(newStream(), 'no_stream', someEvents(3));
    let heard = 0;
    for await (const _ of store().subscribe()) if (++heard === 2) break;
    expect(heard).toBe(2);
  });

  it('lets its consumer leave while it waits', async () => {
    const messages = subscribe({ after: 'end' });
    await until(messages, isCaughtUp);
    const waiting = messages.next();
    expect(await messages.return?.()).toEqual(ended);
    expect(await waiting).toEqual(ended);
  });

  it('can be started again and again', async () => {
    for (let round = 0; round < 50; round++) {
      const messages = subscribe({ after: 'end' });
      await until(messages, isCaughtUp);
      await messages.return?.();
      expect(await messages.next()).toEqual(ended);
    }
  });
};
