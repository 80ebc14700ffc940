import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from './database.js';
import { NAME_LIMIT } from './frame.js';
import type { Log } from './log.js';
import { StoreError } from './store-error.js';
import type { Streams } from './streams.js';
import { canonicalUuid } from './uuid.js';
import { decideWrite, type Expected } from './write-decision.js';

/** An event on its way in. */
export type NewEvent = {
  /** A UUID, as text or as its 16 bytes. */
  readonly id: string | Uint8Array;
  readonly type: string;
  /** Whether `data` is said to be JSON; the bytes are kept as they come in either case. */
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

/** How an append ended; the events of a `written` one are on disk. */
export type AppendOutcome =
  /** Revision and position of the last event. An append of nothing tells where the stream stands (-1 and 0 for no stream). */
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  /** The stream stands at `actual` (-1: it has no events); nothing was written. */
  | { readonly kind: 'wrong-revision'; readonly actual: number }
  /** The stream was deleted for good, or is expected to exist and is deleted. */
  | { readonly kind: 'deleted' };

/** Id of the event that ends a stream for good, so that a stream's end tells whether it may be written to. No other event may have it. */
export const TOMBSTONE_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Larger than anything EventStoreDB takes; a guard against exhausting memory, not a limit to design with. */
export const EVENT_LIMIT_BYTES = 64 * 1024 * 1024;

/** A transaction ends after so much, so that others get their turn; the rest follows in the next one. */
const GROUP_BYTES = 4 * 1024 * 1024;
const GROUP_EVENTS = 4096;

type Request = {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly (NewEvent & { readonly id: string })[];
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Group commit: appends that arrive while the disk is busy become the next transaction, with one synchronisation for all of them;
 * an append that arrives alone goes at once.
 *
 * Fail-stop: a write that fails reaches every writer of its group and stops the writing for good, since what the disk holds is unknown
 * then. A full disk is the exception: nothing was written, and the next append may find room.
 */
export class Writer {
  private queue: Request[] = [];
  private running: Promise<void> | undefined;
  private failure: StoreError | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly streams: Streams,
    private readonly clock: () => number,
    private readonly committed: (last: number) => void,
  ) {}

  append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      checkName('stream', stream);
      if (stream === '$all' || stream === '$$') throw new TypeError(`nothing can be written to ${stream}`);
      const checked = events.map(check);
      if (this.failure !== undefined) throw this.failure;
      this.queue.push({ stream, expected, events: checked, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Whether a write failed, so that nothing more is written. */
  get failed(): boolean {
    return this.failure !== undefined;
  }

  /** Resolves when nothing is left to write. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      await nextTurn(); // everybody who was just answered, or is about to write in this turn, joins the group
      const group: Request[] = [];
      try {
        const outcomes = await this.database.patiently(() => this.commit(group));
        for (const [request, outcome] of outcomes.entries()) group[request]?.resolve(outcome);
      } catch (error) {
        this.fail(error, group);
      }
    }
    this.running = undefined;
  }

  /** Fills `group` with the requests it decides. */
  private commit(group: Request[]): AppendOutcome[] {
    const outcomes = this.database.transaction(() => {
      group.push(...this.takeGroup());
      try {
        this.streams.refresh();
        this.refuseOnDamage();
        this.streams.spill();
        const answers = group.map((request) => this.decide(request));
        this.log.flush();
        return answers;
      } catch (error) {
        this.log.discard();
        throw error;
      }
    });
    this.committed(this.streams.end);
    return outcomes;
  }

  private decide({ stream, expected, events }: Request): AppendOutcome {
    const last = this.streams.last(stream);
    const state = {
      last: last?.revision ?? -1,
      deletion: last?.id === TOMBSTONE_ID ? 'hard' : 'none',
      hasMetadata: expected === 'stream_exists' && this.streams.last(`$$${stream}`) !== undefined,
    } as const;
    const decision = decideWrite(
      expected,
      events.map(({ id }) => id),
      state,
      {
        idAt: (revision) => this.streams.at(stream, revision)?.id,
        revisionOf: (id) => this.streams.recentIds(stream).get(id)?.revision,
      },
    );
    if (decision.kind === 'repeat') {
      const position = decision.revision === state.last ? last?.position : this.streams.at(stream, decision.revision)?.position;
      return { kind: 'written', revision: decision.revision, position: position ?? 0 };
    }
    return decision.kind === 'write' ? this.write(stream, state.last, events) : decision;
  }

  private write(stream: string, last: number, events: Request['events']): AppendOutcome {
    const created = Math.max(0, Math.floor(this.clock()));
    let [revision, position] = [last, this.streams.end];
    for (const { id, type, json, data, metadata } of events) {
      revision++;
      position++;
      this.log.add({ stream, revision, position, created, id, type, json, data, metadata });
      this.streams.add(stream, { revision, position, id });
    }
    return { kind: 'written', revision, position };
  }

  private takeGroup(): Request[] {
    let [bytes, events, taken] = [0, 0, 0];
    while (taken < this.queue.length && bytes < GROUP_BYTES && events < GROUP_EVENTS) {
      for (const { data, metadata } of (this.queue[taken] as Request).events) bytes += data.length + metadata.length;
      events += (this.queue[taken] as Request).events.length;
      taken++;
    }
    return this.queue.splice(0, taken);
  }

  private refuseOnDamage(): void {
    const [position] = this.streams.unknown;
    if (position === undefined) return;
    const message = `the event store ${this.database.file} takes no more events: the one at position ${position} is damaged, and its stream cannot be told`;
    throw new StoreError('STORE_CORRUPTED', message, 'what is left can be read; restore the last good copy to go on');
  }

  private fail(error: unknown, group: readonly Request[]): void {
    this.streams.forget();
    const passing = error instanceof StoreError && (error.code === 'STORE_FULL' || group.length === 0);
    if (!passing)
      this.failure = error instanceof StoreError ? error : new StoreError('STORE_UNREACHABLE', String(error), undefined, { cause: error });
    for (const { reject } of group.length > 0 && passing ? group : [...group, ...this.queue.splice(0)]) reject(error);
  }
}

const check = (event: NewEvent): NewEvent & { readonly id: string } => {
  checkName('event type', event.type);
  if (event.data.length + event.metadata.length > EVENT_LIMIT_BYTES) {
    throw new TypeError(`an event of type ${event.type} has more than ${EVENT_LIMIT_BYTES} bytes`);
  }
  const id = canonicalUuid(event.id);
  if (id === TOMBSTONE_ID) throw new TypeError(`the event id ${id} is reserved`);
  return id === event.id ? (event as NewEvent & { readonly id: string }) : { ...event, id };
};

/** Names come back exactly as they were given, so they must survive UTF-8. */
const checkName = (what: string, name: string): void => {
  if (name === '') throw new TypeError(`an event needs a ${what}`);
  const bytes = Buffer.byteLength(name);
  if (bytes > NAME_LIMIT) throw new TypeError(`a ${what} has at most ${NAME_LIMIT} bytes`);
  if (bytes !== name.length && Buffer.from(name).toString() !== name) {
    throw new TypeError(`a ${what} must be well-formed Unicode`);
  }
};
