import { setImmediate as nextTurn } from 'node:timers/promises';

/** Keeps a long read from holding the event loop: others get a turn at least this often, the consumer's own work between two pauses included. */
const SLICE_MS = 8;

export class Pace {
  private since = performance.now();

  /** Lets others have their turn if it is due. */
  async pause(): Promise<void> {
    if (performance.now() - this.since < SLICE_MS) return;
    await nextTurn();
    this.since = performance.now();
  }
}
