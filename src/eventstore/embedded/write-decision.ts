/** What a writer believes of a stream: its last revision (0-based), or one of EventStoreDB's three words. */
export type Expected = number | 'no_stream' | 'any' | 'stream_exists';

/** A stream as the decision sees it. */
export type StreamState = {
  /** Revision of its last event, -1 when it has none. */
  readonly last: number;
  /** `soft`: it may be written to again; `hard`: never. */
  readonly deletion: 'none' | 'soft' | 'hard';
  /** Whether anything was ever written to its metadata stream: it exists then even without events. */
  readonly hasMetadata: boolean;
};

/** What of the past the decision may ask for. */
export type History = {
  /** Id of the event at a revision, undefined beyond the end. */
  readonly idAt: (revision: number) => string | undefined;
  /** Revision at which one of the stream's recent events with this id went in. */
  readonly revisionOf: (id: string) => number | undefined;
};

export type Decision =
  | { readonly kind: 'write' }
  /** The same events went in before, the last of them at this revision (-1: nothing was sent, and the stream has no event). */
  | { readonly kind: 'repeat'; readonly revision: number }
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  | { readonly kind: 'deleted' };

/**
 * EventStoreDB's rules for an append, in its order. Ids make a re-send harmless; they are no keys: at the stream's end events are
 * written even if their ids were used before.
 */
export const decideWrite = (
  expected: Expected,
  ids: readonly string[],
  { last, deletion, hasMetadata }: StreamState,
  history: History,
): Decision => {
  const wrongRevision: Decision = { kind: 'wrong-revision', actual: last };
  if (deletion === 'hard') return { kind: 'deleted' };
  if (expected === 'stream_exists') {
    if (deletion === 'soft') return { kind: 'deleted' };
    if (last === -1 && !hasMetadata) return wrongRevision;
  }
  if (ids.length === 0) return typeof expected === 'number' && expected > last ? wrongRevision : { kind: 'repeat', revision: last };
  if (expected === 'any' || expected === 'stream_exists') {
    const known = ids.map(history.revisionOf);
    if (known[0] === undefined) return { kind: 'write' };
    const end = known.at(-1);
    return known.includes(undefined) || end === undefined ? wrongRevision : { kind: 'repeat', revision: end };
  }
  const revision = expected === 'no_stream' ? -1 : expected;
  if (revision === last) return { kind: 'write' };
  if (revision > last) return wrongRevision;
  const firstDifferent = ids.findIndex((id, event) => history.idAt(revision + 1 + event) !== id);
  if (firstDifferent === -1) return { kind: 'repeat', revision: revision + ids.length };
  return firstDifferent === 0 && expected === 'no_stream' && deletion === 'soft' ? { kind: 'write' } : wrongRevision;
};
