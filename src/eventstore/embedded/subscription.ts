import { setMaxListeners } from 'node:events';
import type { Changes } from './changes.js';
import { Pace } from './pace.js';
import type { Matches, Page, Reader } from './reader.js';

/** A piece of the log as a follower gets it; `atEnd` when nothing comes after it just now. */
export type FollowedPage = Page & { readonly atEnd: boolean };

/**
 * The log from a position on, exclusive, and then what is written to it. Back-pressure is the consumer's pace: nothing is buffered,
 * a follower that was slow reads the log again. Ends when the signal aborts, at once, even while somebody waits for the next page.
 */
export async function* follow(
  reader: Reader,
  changes: Changes,
  after: Promise<number>,
  matches: Matches | undefined,
  signal: AbortSignal,
): AsyncGenerator<FollowedPage, void> {
  const leave = changes.attend();
  try {
    const pace = new Pace();
    let position = await after;
    let told = -1;
    while (!signal.aborted) {
      const page = await reader.pageAfter(position, matches);
      if (page === undefined) {
        if (told !== position) yield { events: [], upTo: position, atEnd: true };
        told = position;
        await changes.beyond(position, signal);
      } else {
        position = page.upTo;
        yield { ...page, atEnd: false };
        await pace.pause();
      }
    }
  } finally {
    leave();
  }
}

/** An iteration that ends as soon as its consumer returns or one of the signals aborts, wherever it waits: a plain generator would finish its wait first. */
export const endable = <T>(
  iterate: (signal: AbortSignal) => AsyncGenerator<T, void>,
  ...signals: readonly (AbortSignal | undefined)[]
): AsyncIterableIterator<T> => {
  const end = new AbortController();
  const abort = (): void => end.abort();
  for (const signal of signals) {
    if (signal === undefined) continue;
    if (signal.aborted) abort();
    setMaxListeners(0, signal); // any number of iterations may share one
    signal.addEventListener('abort', abort);
  }
  const generator = iterate(end.signal);
  const finish = (): void => {
    for (const signal of signals) signal?.removeEventListener('abort', abort);
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const result = end.signal.aborted ? await generator.return() : await generator.next();
        if (result.done === true) finish();
        return result;
      } catch (error) {
        finish();
        throw error;
      }
    },
    async return() {
      abort();
      finish();
      return generator.return();
    },
  };
};
