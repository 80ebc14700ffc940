/** A fact that happened: a past-tense name that is also its wire name, and what was so. */
export type Event<Type extends string = string, Data = unknown> = { readonly type: Type; readonly data: Data };

/** Everything a decision may know about who asks and when; passed in, never read. */
export type CommandMetadata = {
  /** Idempotency key: a stream that already holds it answers as it did then. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: string;
  readonly project: string;
  readonly instance: string;
  /** The time of asking, ISO 8601 in UTC. */
  readonly now: string;
};

/** A wish, in the imperative; it may be refused. */
export abstract class Command<Data> {
  abstract readonly type: string;
  constructor(
    readonly data: Data,
    readonly metadata: CommandMetadata,
  ) {}
}

/** The rules of one stream: what a command leads to, and what the events so far add up to. Both are pure. */
export type Decider<State, C extends Command<unknown>, E extends Event> = {
  readonly initialState: () => State;
  readonly evolve: (state: State, event: E) => State;
  /** No events: the wish is already fulfilled. Throws DomainError where it must be refused. */
  readonly decide: (command: C, state: State) => readonly E[];
};

/** An expected refusal: what is wrong, which field, and how to mend it. Mapped once, at the edge. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: string,
    message: string,
    readonly details: { readonly field?: string; readonly hint?: string } = {},
  ) {
    super(message);
  }
}
