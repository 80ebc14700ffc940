import type { Database } from './database.js';
import type { Log } from './log.js';
import { Pace } from './pace.js';
import { RECENT_EVENTS, RecentIds } from './recent-ids.js';
import { type IndexKey, type IndexRow, type Place, type Run, StreamIndex } from './stream-index.js';

/** Places handed out at once. */
const PIECE = 256;

type MutableRun = { readonly first: number; readonly positions: number[]; readonly ids: string[] };

/**
 * Where the events of each stream lie. The index on disk is brought up to date in steps of `indexEvery` events; those that
 * came since are held here, read from the log when the store is opened, and kept up with what other processes write.
 */
export class Streams {
  private readonly index: StreamIndex;
  private readonly tail = new Map<string, MutableRun>();
  private readonly recent = new RecentIds();
  private readonly lost: number[] = [];
  /** Number of the database's state that the tail shows; -1: none yet. */
  private version = -1;
  private indexed = 0;
  private seen = 0;

  constructor(
    private readonly database: Database,
    private readonly log: Log,
    /** So many events are kept out of the index, so that each page of it is written once for many of them. */
    private readonly indexEvery: number,
  ) {
    this.index = new StreamIndex(database);
  }

  /** Takes in what other processes have committed; to be called before a question. Costs microseconds when there is nothing new. */
  refresh(): void {
    const version = this.database.version();
    if (version === this.version) return;
    const indexed = this.index.upTo;
    if (this.version === -1 || indexed !== this.indexed) this.restart(indexed);
    for (let chunk = this.log.chunkAfter(this.seen); chunk !== undefined; chunk = this.log.chunkAfter(this.seen)) {
      for (let position = this.seen + 1; position <= chunk.last; position++) {
        const event = chunk.event(position);
        if (event === undefined) this.lost.push(position);
        else this.take(event.stream, event);
      }
      this.seen = chunk.last;
    }
    this.version = version;
  }

  /** Position of the newest event. */
  get end(): number {
    return this.seen;
  }

  /** Positions since the last step of the index whose stream cannot be told; while there are any, no stream's end is certain. */
  get unknown(): readonly number[] {
    return this.lost;
  }

  last(stream: string): Place | undefined {
    const run = this.tail.get(stream);
    return run === undefined ? this.index.last(stream) : placeIn(run, run.first + run.ids.length - 1);
  }

  at(stream: string, revision: number): Place | undefined {
    const run = this.tail.get(stream);
    if (run === undefined || revision < run.first) return this.index.around(stream, revision).find((place) => place.revision === revision);
    return revision < run.first + run.ids.length ? placeIn(run, revision) : undefined;
  }

  /** Places of consecutive events from a revision on; where damage left a gap there, from the next one that is known. */
  from(stream: string, revision: number): readonly Place[] {
    const places = this.around(stream, revision).filter((place) => place.revision >= revision);
    if (places.length > 0) return places;
    const next = this.index.after(stream, revision);
    return next.length > 0 ? next : this.around(stream, this.tail.get(stream)?.first ?? revision);
  }

  /** The same backwards, the highest revision first. */
  downFrom(stream: string, revision: number): readonly Place[] {
    return this.around(stream, revision)
      .filter((place) => place.revision <= revision)
      .reverse();
  }

  /** Some consecutive places: that of the revision among them if it is known, else lower ones. */
  private around(stream: string, revision: number): readonly Place[] {
    const run = this.tail.get(stream);
    if (run === undefined || revision < run.first) return this.index.around(stream, revision);
    const start = Math.floor(Math.min(revision - run.first, run.ids.length - 1) / PIECE) * PIECE;
    const end = Math.min(start + PIECE, run.ids.length);
    return Array.from({ length: end - start }, (_, place) => placeIn(run, run.first + start + place));
  }

  /** Names of the streams that start like this, in no order; `prefix` is not empty. */
  namesWith(prefix: string): readonly string[] {
    const recent = [...this.tail.keys()].filter((stream) => stream.startsWith(prefix));
    return [...new Set([...this.index.namesWith(prefix), ...recent])];
  }

  /** The newest events of the stream by their ids, `RECENT_EVENTS` of them. */
  recentIds(stream: string): ReadonlyMap<string, Place> {
    return this.recent.of(stream, () => this.newest(stream));
  }

  /** One more event of the transaction that is open. */
  add(stream: string, { revision, position, id }: Place): void {
    let run = this.tail.get(stream);
    if (run === undefined) this.tail.set(stream, (run = { first: revision, positions: [], ids: [] }));
    run.positions.push(position);
    run.ids.push(id);
    this.recent.note(stream, { revision, position, id });
    this.seen = position;
  }

  /** Within the transaction that is open: writes a grown tail to the index. */
  spill(): void {
    if (this.seen - this.indexed < this.indexEvery) return;
    this.index.add(this.tail, this.seen);
    this.tail.clear();
    this.indexed = this.seen;
  }

  /** The transaction failed: what is known of it is read again from the disk. */
  forget(): void {
    this.version = -1;
  }

  /** Which streams these positions belong to, as far as it can be told. Walks all of it: for damage only. */
  async ownersOf(positions: ReadonlySet<number>): Promise<ReadonlyMap<number, { stream: string; revision: number }>> {
    const owners = new Map<number, { stream: string; revision: number }>();
    for (const [stream, run] of this.tail) {
      for (const [event, position] of run.positions.entries()) {
        if (positions.has(position)) owners.set(position, { stream, revision: run.first + event });
      }
    }
    for await (const { stream, places } of this.indexRows()) {
      for (const { revision, position } of places) if (positions.has(position)) owners.set(position, { stream, revision });
    }
    return owners;
  }

  /** Every event up to this position is in the index on disk. */
  indexedUpTo(): Promise<number> {
    return this.database.patiently(() => this.index.upTo);
  }

  /** All of the index on disk, in the order of streams and revisions. */
  async *indexRows(): AsyncGenerator<IndexRow, void> {
    const pace = new Pace();
    let key: IndexKey | undefined;
    for (;;) {
      const after = key;
      const row = await this.database.patiently(() => this.index.next(after));
      if (row === undefined) return;
      yield row;
      key = row.key;
      await pace.pause();
    }
  }

  /** An event read from the log. Where its stream has a gap before it, the gap names the events whose heads could not be read. */
  private take(stream: string, event: Place): void {
    const before = this.lost.length === 0 ? undefined : this.last(stream);
    const missing = this.lost.length === 0 ? 0 : event.revision - (before?.revision ?? -1) - 1;
    const found = missing === 0 ? [] : this.lost.filter((position) => position > (before?.position ?? 0));
    if (missing > 0 && found.length === missing) {
      for (const [nth, position] of found.entries()) this.add(stream, { revision: event.revision - missing + nth, position, id: '' });
      this.lost.splice(0, this.lost.length, ...this.lost.filter((position) => !found.includes(position)));
    }
    this.add(stream, event);
  }

  private restart(indexed: number): void {
    this.tail.clear();
    this.recent.clear();
    this.lost.length = 0;
    this.indexed = this.seen = indexed;
  }

  private newest(stream: string): Place[] {
    const newest: Place[] = [];
    const last = this.last(stream)?.revision ?? -1;
    for (let revision = last; revision >= 0 && newest.length < RECENT_EVENTS; revision = (newest.at(-1)?.revision ?? 0) - 1) {
      const places = this.downFrom(stream, revision);
      if (places.length === 0) break;
      newest.push(...places);
    }
    return newest.slice(0, RECENT_EVENTS).reverse();
  }
}

const placeIn = ({ first, positions, ids }: Run, revision: number): Place => ({
  revision,
  position: positions[revision - first] as number,
  id: ids[revision - first] as string,
});
