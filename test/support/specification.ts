import { expect } from '@jest/globals';
import { DomainError, type Command, type CommandMetadata, type Decider, type Event } from '../../src/domain/decider.js';

/** Metadata of a command that somebody sent at a fixed moment. */
export const metadata = (overrides: Partial<CommandMetadata> = {}): CommandMetadata => ({
  commandId: '01890000-0000-7000-8000-000000000001',
  correlationId: '01890000-0000-7000-8000-000000000002',
  actor: 'user:ada',
  project: 'a'.repeat(64),
  instance: 'instance-1',
  now: '2026-01-31T12:00:00.000Z',
  ...overrides,
});

/**
 * given(events).when(command).then(events): what a decision leads to, without any store.
 * `then` also decides the command a second time on what it led to; with `onceOnly` that must add nothing.
 */
export const specification = <State, C extends Command<unknown>, E extends Event>(
  { initialState, evolve, decide }: Decider<State, C, E>,
  { onceOnly = true }: { readonly onceOnly?: boolean } = {},
) => {
  const fold = (events: readonly E[], state = initialState()) => events.reduce(evolve, state);
  return (...given: readonly E[]) => ({
    when: (command: C) => ({
      then: (...expected: readonly E[]) => {
        const events = decide(command, fold(given));
        expect(events).toEqual(expected);
        if (onceOnly) expect(decide(command, fold(events, fold(given)))).toEqual([]);
      },
      thenRejects: (code: string) => {
        expect(() => decide(command, fold(given))).toThrow(expect.objectContaining({ name: DomainError.name, code }));
      },
    }),
  });
};
