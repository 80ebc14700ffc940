import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readContent, sha256Of, storeContent } from '../../src/commands/content.js';
import { decideAndAppend } from '../../src/commands/decide-and-append.js';
import { newCommandId } from '../../src/commands/ids.js';
import { contentStream } from '../../src/domain/content/content.js';
import { Command, DomainError, type CommandMetadata, type Decider, type Event } from '../../src/domain/decider.js';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, Recorded } from '../../src/eventstore/event-store.js';
import { metadata } from '../support/specification.js';
import { afterThisTest, temporaryFolder } from '../support/temporary.js';

/** The smallest decider with a rule: a counter that must not pass its limit. */
class Add extends Command<{ readonly amount: number }> {
  readonly type = 'Add';
}
type Added = Event<'Added', { readonly amount: number }>;
const LIMIT = 100;
const counterDecider: Decider<number, Add, Added> = {
  initialState: () => 0,
  evolve: (sum, { data }) => sum + data.amount,
  decide: ({ data }, sum) => {
    if (sum + data.amount > LIMIT) throw new DomainError('TOO_MUCH', `${sum} and ${data.amount} are more than ${LIMIT}`);
    return data.amount === 0 ? [] : [{ type: 'Added', data }];
  },
};
const add = (amount: number, overrides: Partial<CommandMetadata> = {}) =>
  new Add({ amount }, metadata({ commandId: newCommandId(), ...overrides }));

const openStore = async (): Promise<EventStore> => {
  const store = await EmbeddedEventStore.open(join(await temporaryFolder(), 'events.db'));
  afterThisTest(() => store.close());
  return store;
};

const read = async (store: EventStore, stream: string): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const event of store.readStream(stream)) events.push(event);
  return events;
};

/** A store that forwards to another, with something happening around appends. */
const around = (store: EventStore, append: EventStore['append']): EventStore => ({
  append,
  readStream: (...parameters) => store.readStream(...parameters),
  readAll: (...parameters) => store.readAll(...parameters),
  subscribe: (...parameters) => store.subscribe(...parameters),
  lastPosition: () => store.lastPosition(),
  close: () => store.close(),
});

describe('Promise 1: the write path', () => {
  it('answers a command sent twice with the position recorded then, and appends nothing', async () => {
    const store = await openStore();
    const command = add(1);
    const first = await decideAndAppend(store, counterDecider, 'counter-a', command);
    await decideAndAppend(store, counterDecider, 'counter-a', add(2));
    const again = await decideAndAppend(store, counterDecider, 'counter-a', command);
    expect(again).toMatchObject({ position: first.position, revision: first.revision, repeated: true });
    expect(await read(store, 'counter-a')).toHaveLength(2);
  });

  it('answers a command sent twice at the same time once', async () => {
    const store = await openStore();
    const command = add(1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => decideAndAppend(store, counterDecider, 'counter-a', command)));
    expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    expect(await read(store, 'counter-a')).toHaveLength(1);
  });

  it('survives a crash between append and answer: the repeat finds what the first one did', async () => {
    const store = await openStore();
    const command = add(1);
    const dying = around(store, async (...parameters) => {
      await store.append(...parameters);
      throw new Error('the process died before it could answer');
    });
    await expect(decideAndAppend(dying, counterDecider, 'counter-a', command)).rejects.toThrow('died');
    const again = await decideAndAppend(store, counterDecider, 'counter-a', command);
    expect(again).toMatchObject({ state: 1, revision: 0, repeated: true });
    expect(await read(store, 'counter-a')).toHaveLength(1);
  });

  it('decides a lost race again, on what the winner left', async () => {
    const store = await openStore();
    let races = 2;
    const contested = around(
      store,
      async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> => {
        if (races > 0) {
          races -= 1;
          await decideAndAppend(store, counterDecider, stream, add(10));
        }
        return store.append(stream, expected, events);
      },
    );
    const { state, revision } = await decideAndAppend(contested, counterDecider, 'counter-a', add(1));
    expect({ state, revision }).toEqual({ state: 21, revision: 2 });
  });

  it('keeps a rule under concurrent writers: what is refused is refused, nothing is lost', async () => {
    const store = await openStore();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => decideAndAppend(store, counterDecider, 'counter-a', add(30))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await read(store, 'counter-a')).toHaveLength(3);
  });

  it('puts the command, its cause and who sent it into every event', async () => {
    const store = await openStore();
    const command = add(1, { causationId: 'cause' });
    await decideAndAppend(store, counterDecider, 'counter-a', command);
    const { commandId, correlationId, actor, project, instance } = command.metadata;
    expect((await read(store, 'counter-a'))[0]?.metadata).toEqual({
      $correlationId: correlationId,
      $causationId: 'cause',
      commandId,
      actor,
      project,
      instance,
      schema: 1,
    });
  });

  it('has an answered command on disk: another opening of the same file reads it', async () => {
    const file = join(await temporaryFolder(), 'events.db');
    const store = await EmbeddedEventStore.open(file);
    afterThisTest(() => store.close());
    await decideAndAppend(store, counterDecider, 'counter-a', add(1));
    const other = await EmbeddedEventStore.open(file);
    afterThisTest(() => other.close());
    expect(await read(other, 'counter-a')).toHaveLength(1);
  });
});

describe('Promise 7: large content', () => {
  const parts = async (store: EventStore, sha256: string) => (await read(store, contentStream(sha256))).length;

  it('is stored once, however often it is stored', async () => {
    const store = await openStore();
    const bytes = Buffer.from('defmodule Cache do\nend\n');
    const first = await storeContent(store, bytes, metadata());
    const [second, third] = await Promise.all([
      storeContent(store, bytes, metadata({ commandId: 'another' })),
      storeContent(store, bytes, metadata()),
    ]);
    expect([second, third]).toEqual([first, first]);
    expect(await parts(store, first.sha256)).toBe(1);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 1],
    ['text', Buffer.from('naïve ‹text› 🧱\r\n'), 1],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 1]), 1],
    ['control characters, which JSON writes six times as long', Buffer.alloc(500_000, 1), 1],
    ['a little over one part', Buffer.alloc(512 * 1024 + 1, 'a'), 2],
    ['a text whose letters straddle the parts', Buffer.from('é'.repeat(400_000) + 'x'), 2],
    ['megabytes', randomBytes(2_000_000), 4],
  ])('keeps %s byte for byte', async (_name, bytes, expectedParts) => {
    const store = await openStore();
    const { sha256 } = await storeContent(store, bytes, metadata());
    expect(sha256).toBe(sha256Of(bytes));
    expect(Buffer.compare(await readContent(store, sha256), bytes)).toBe(0);
    expect(await parts(store, sha256)).toBe(expectedParts);
  });

  it('goes on where an interrupted storing ended', async () => {
    const store = await openStore();
    const bytes = randomBytes(1_200_000);
    let appends = 0;
    const dying = around(store, async (...parameters) => {
      if ((appends += 1) > 1) throw new Error('the process died');
      return store.append(...parameters);
    });
    await expect(storeContent(dying, bytes, metadata())).rejects.toThrow('died');
    const { sha256 } = await storeContent(store, bytes, metadata());
    expect(Buffer.compare(await readContent(store, sha256), bytes)).toBe(0);
  });

  it('says so when it is missing', async () => {
    await expect(readContent(await openStore(), 'f'.repeat(64))).rejects.toMatchObject({ code: 'CONTENT_MISSING' });
  });
});
