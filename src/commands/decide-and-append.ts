import type { Command, CommandMetadata, Decider, Event } from '../domain/decider.js';
import {
  ConcurrencyError,
  type EventMetadata,
  type EventStore,
  type NewEvent,
  type Position,
  type Recorded,
} from '../eventstore/event-store.js';
import { schemaOf } from '../domain/schema.js';
import { newEventId } from './ids.js';

const MAX_RACES = 8;

/** What a command led to: the state after it and the position it reached. `repeated`: the stream held this command already, nothing was appended. */
export type Decided<State> = {
  readonly state: State;
  readonly position: Position;
  readonly revision: number | 'no_stream';
  readonly repeated: boolean;
};

type Loaded<State> = Omit<Decided<State>, 'repeated'> & { readonly held: Recorded | undefined };

export const eventMetadata = (type: string, metadata: CommandMetadata): EventMetadata => ({
  $correlationId: metadata.correlationId,
  $causationId: metadata.causationId ?? metadata.commandId,
  commandId: metadata.commandId,
  actor: metadata.actor,
  project: metadata.project,
  instance: metadata.instance,
  schema: schemaOf(type),
});

/** Folds a whole stream; an empty one gives the initial state. */
export const loadStream = async <State, C extends Command<unknown>, E extends Event>(
  store: EventStore,
  { initialState, evolve }: Decider<State, C, E>,
  stream: string,
  commandId?: string,
): Promise<Loaded<State>> => {
  let loaded: Loaded<State> = { state: initialState(), position: 0n, revision: 'no_stream', held: undefined };
  for await (const event of store.readStream(stream)) {
    loaded = {
      state: evolve(loaded.state, event as unknown as E),
      position: event.position,
      revision: event.revision,
      held: event.metadata.commandId === commandId ? event : loaded.held,
    };
  }
  return loaded;
};

const asNewEvents = <E extends Event>(events: readonly E[], metadata: CommandMetadata): NewEvent<E>[] =>
  events.map((event) => ({ ...event, id: newEventId(), metadata: eventMetadata(event.type, metadata) }));

/**
 * The whole write path: load, fold, decide, append at the revision that was read.
 *
 * A stream that holds the command already answers with the position recorded then; event ids are of no use for that, since
 * EventStoreDB takes a used id for a new event at the current revision. A lost race decides again on what the winner left, a bounded number of times.
 */
export const decideAndAppend = async <State, C extends Command<unknown>, E extends Event>(
  store: EventStore,
  decider: Decider<State, C, E>,
  stream: string,
  command: C,
): Promise<Decided<State>> => {
  for (let races = 0; ; races += 1) {
    const { held, ...loaded } = await loadStream(store, decider, stream, command.metadata.commandId);
    if (held !== undefined) return { ...loaded, position: held.position, revision: held.revision, repeated: true };
    const events = decider.decide(command, loaded.state);
    if (events.length === 0) return { ...loaded, repeated: false };
    try {
      const { position, revision } = await store.append(stream, loaded.revision, asNewEvents(events, command.metadata));
      return { state: events.reduce(decider.evolve, loaded.state), position, revision, repeated: false };
    } catch (error) {
      if (!(error instanceof ConcurrencyError) || races === MAX_RACES) throw error;
    }
  }
};
