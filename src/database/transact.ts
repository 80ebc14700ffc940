import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { faultOf } from './fault.js';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 20;

/** Does work in one transaction; begins anew where other transactions were in the way, so the work must be safe to repeat. */
export const transact = async <T>(db: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === ATTEMPTS || faultOf(error) !== 'contention') throw error;
      await pause(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
};
