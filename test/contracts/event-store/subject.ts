import { randomUUID } from 'node:crypto';
import type { EventMetadata, EventStore, NewEvent, Position, Recorded, SubscriptionMessage } from '../../../src/eventstore/event-store.js';

/** A store under test. `reopen` closes it and opens the same one again; `cleanUp` closes and removes it. */
export type Subject = { readonly store: EventStore; reopen(): Promise<EventStore>; cleanUp(): Promise<void> };

export const metadata: EventMetadata = {
  $correlationId: 'correlation-1',
  $causationId: 'causation-1',
  commandId: 'command-1',
  actor: 'user:ada',
  project: 'project-1',
  instance: 'instance-1',
  schema: 1,
};

export const anEvent = (type = 'SomethingHappened', data: unknown = { on: 'purpose' }): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata,
});

export const someEvents = (count: number, type?: string): NewEvent[] =>
  Array.from({ length: count }, (_, number) => anEvent(type, { number }));

/** A stream nobody else has, so that the contract also holds in a store that is not empty. */
export const newStream = (category = 'contract'): string => `${category}-${randomUUID()}`;

export const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

export const revisions = (events: readonly Recorded[]): number[] => events.map(({ revision }) => revision);

export const ids = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

/** What a subscription says up to and including the first message that satisfies the condition; the iteration is left open. */
export const until = async (
  messages: AsyncIterator<SubscriptionMessage>,
  condition: (message: SubscriptionMessage) => boolean,
): Promise<SubscriptionMessage[]> => {
  const heard: SubscriptionMessage[] = [];
  for (;;) {
    const result = await messages.next();
    if (result.done === true) throw new Error(`the subscription ended after ${heard.length} messages`);
    heard.push(result.value);
    if (condition(result.value)) return heard;
  }
};

export const isCaughtUp = ({ kind }: SubscriptionMessage): boolean => kind === 'caught-up';

export const eventsOf = (messages: readonly SubscriptionMessage[]): Recorded[] =>
  messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []));

export const positionOf = (message: SubscriptionMessage): Position =>
  message.kind === 'event' ? message.event.position : message.position;
