import type { Chunk } from './chunk.js';
import type { Database } from './database.js';
import type { StoredEvent } from './frame.js';
import type { Log } from './log.js';
import { Pace } from './pace.js';
import type { Place } from './stream-index.js';
import type { Streams } from './streams.js';

/** An event that is there and cannot be believed. Stream and revision as far as they can still be told; position 0 where not even that is known. */
export class DamagedEvent {
  constructor(
    readonly position: number,
    readonly stream?: string,
    readonly revision?: number,
  ) {}
}

export type ReadEvent = StoredEvent | DamagedEvent;

/** Which events are wanted, by what stands in their heads; metadata and data are not verified yet. Damaged events are always delivered. */
export type Matches = (event: StoredEvent) => boolean;

/** A piece of the global order: what matched, and the position up to which (reading backwards: down to which) nothing else did. */
export type Page = { readonly events: readonly ReadEvent[]; readonly upTo: number };

export type Direction = 'forwards' | 'backwards';

const EVERYTHING: Matches = () => true;

/** A read sees what was committed when it began. It never waits for writers, and each page is a short question to the database. */
export class Reader {
  constructor(
    private readonly database: Database,
    private readonly log: Log,
    private readonly streams: Streams,
  ) {}

  last(): Promise<number> {
    return this.database.patiently(() => this.log.last());
  }

  /** The next piece after a position; undefined at the end of the log. */
  async pageAfter(position: number, matches: Matches = EVERYTHING): Promise<Page | undefined> {
    const chunk = await this.chunkAfter(position);
    return chunk && { events: await this.pick(chunk, position + 1, chunk.last, matches), upTo: chunk.last };
  }

  /** From a position on, inclusive. */
  async *forwards(from: number, matches?: Matches): AsyncGenerator<Page, void> {
    const pace = new Pace();
    const last = await this.last();
    for (let position = Math.max(from, 1) - 1; position < last;) {
      const page = await this.pageAfter(position, matches);
      if (page === undefined) return;
      yield page.upTo <= last ? page : { events: page.events.filter((event) => event.position <= last), upTo: last };
      position = page.upTo;
      await pace.pause();
    }
  }

  /** From the event before a position; all of them when none is given. */
  async *backwards(before: number | undefined, matches: Matches = EVERYTHING): AsyncGenerator<Page, void> {
    const pace = new Pace();
    const last = await this.last();
    for (let position = Math.min((before ?? last + 1) - 1, last); position > 0;) {
      const chunk = await this.chunkAfter(position - 1);
      if (chunk === undefined) return;
      const downTo = Math.max(1, Math.min(chunk.first, position));
      const events = await this.pick(chunk, downTo, position, matches);
      yield { events: events.reverse(), upTo: downTo };
      position = downTo - 1;
      await pace.pause();
    }
  }

  /** One stream from a revision on, inclusive, either way; from its beginning or end when none is given. */
  async *stream(stream: string, from: number | undefined, direction: Direction): AsyncGenerator<readonly ReadEvent[], void> {
    const pace = new Pace();
    const step = direction === 'forwards' ? 1 : -1;
    const last = await this.database.patiently(() => {
      this.streams.refresh();
      return this.streams.last(stream)?.revision ?? -1;
    });
    let chunk: Chunk | undefined;
    for (let revision = step === 1 ? Math.max(from ?? 0, 0) : Math.min(from ?? last, last); revision >= 0 && revision <= last;) {
      const events: ReadEvent[] = [];
      const places = await this.places(stream, revision, step);
      if (places[0]?.revision !== revision) events.push(new DamagedEvent(0, stream, revision)); // the index does not know where it lies
      revision = places[0]?.revision ?? last + 1;
      for (const { position } of places) {
        if (revision > last) break;
        if (chunk === undefined || position < chunk.first || position > chunk.last) {
          if (events.length > 0) yield events.splice(0);
          await pace.pause();
          chunk = await this.chunkAfter(position - 1);
        }
        events.push(eventOf(stream, revision, position, chunk));
        revision += step;
      }
      yield events;
    }
  }

  private chunkAfter(position: number): Promise<Chunk | undefined> {
    return this.database.patiently(() => this.log.chunkAfter(position));
  }

  private places(stream: string, revision: number, step: 1 | -1): Promise<readonly Place[]> {
    return this.database.patiently(() => {
      this.streams.refresh();
      return step === 1 ? this.streams.from(stream, revision) : this.streams.downFrom(stream, revision);
    });
  }

  private async pick(chunk: Chunk, from: number, to: number, matches: Matches): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    const unnamed = new Set<number>();
    for (let position = from; position <= to; position++) {
      const event = chunk.event(position);
      if (event === undefined) {
        unnamed.add(position);
        events.push(new DamagedEvent(position));
      } else if (matches(event)) {
        events.push(event.intact ? event : new DamagedEvent(position, event.stream, event.revision));
      }
    }
    return unnamed.size === 0 ? events : this.name(events, unnamed);
  }

  private async name(events: readonly ReadEvent[], unnamed: ReadonlySet<number>): Promise<ReadEvent[]> {
    await this.database.patiently(() => this.streams.refresh());
    const owners = await this.streams.ownersOf(unnamed);
    return events.map((event) => {
      const owner = unnamed.has(event.position) ? owners.get(event.position) : undefined;
      return owner === undefined ? event : new DamagedEvent(event.position, owner.stream, owner.revision);
    });
  }
}

const eventOf = (stream: string, revision: number, position: number, chunk: Chunk | undefined): ReadEvent => {
  const event = chunk?.event(position);
  const believable = event !== undefined && event.stream === stream && event.revision === revision && event.intact;
  return believable ? event : new DamagedEvent(position, stream, revision);
};
