import { isDeepStrictEqual } from 'node:util';
import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { EventStore, Recorded } from '../eventstore/event-store.js';

/** The events that a command led to in a stream, whenever it was sent; none where the wish was already fulfilled. */
export const eventsOf = async (store: EventStore, stream: string, { commandId }: CommandMetadata): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const event of store.readStream(stream)) if (event.metadata.commandId === commandId) events.push(event);
  return events;
};

/**
 * A command that is sent again answers as it did then, so it must be the same command.
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED`
 */
export const refuseOtherCommand = (held: object, sent: object): void => {
  const other = Object.entries(sent).find(([name, value]) => !isDeepStrictEqual((held as Record<string, unknown>)[name], value));
  if (other === undefined) return;
  throw new DomainError('IDEMPOTENCY_KEY_REUSED', `this key came before with another command: "${other[0]}" differs`, {
    field: other[0],
    hint: 'send every new command with a key of its own',
  });
};
