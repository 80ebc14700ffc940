import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { DomainError } from '../domain/decider.js';
import type { Position } from '../eventstore/event-store.js';
import type { Projection } from './projection.js';
import { projectionStatus } from './projection-status.js';

const TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Waits until read models have got to a position, so that what is read next shows everything up to it; 0n waits for them to exist.
 * Somebody else has to project meanwhile.
 *
 * @throws DomainError READ_MODEL_PARKED when one stopped before it, READ_MODEL_BEHIND when it takes longer than `timeoutMs`.
 */
export const waitFor = async (
  db: DataSource,
  position: Position,
  projections: readonly Projection[],
  { timeoutMs = TIMEOUT_MS, signal }: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const behind = (await projectionStatus(db, projections)).filter(
      (status) => !['live', 'parked'].includes(status.state) || BigInt(status.position ?? 0) < position,
    );
    if (behind.length === 0) return;
    const stopped = behind.find(({ state }) => state === 'parked');
    if (stopped !== undefined)
      throw new DomainError('READ_MODEL_PARKED', `the read model ${stopped.name} stopped at ${stopped.parked?.reason ?? 'an event'}`, {
        hint: `update Formwork, then: formwork rebuild ${stopped.name}`,
      });
    if (performance.now() > deadline)
      throw new DomainError('READ_MODEL_BEHIND', `the read model ${behind[0]!.name} has not got to position ${position} yet`, {
        field: 'after',
        hint: 'ask again later; formwork doctor tells what is behind',
      });
    await pause(wait, undefined, { signal });
  }
};
