import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Changes } from './changes.js';
import { createDatabase } from './create-database.js';
import { Database } from './database.js';
import { Log } from './log.js';
import { type Direction, type Matches, type Page, type ReadEvent, Reader } from './reader.js';
import { Streams } from './streams.js';
import { endable, follow, type FollowedPage } from './subscription.js';
import { type Verification, verify } from './verification.js';
import type { Expected } from './write-decision.js';
import { type AppendOutcome, type NewEvent, Writer } from './writer.js';

const FILE_NAME = 'events.db';

/** How long an append waits for writers in other processes before it gives up. */
const PATIENCE_MS = 30_000;

const INDEX_EVERY = 2048;

export type EngineOptions = {
  /** Milliseconds since 1970; what events are stamped with. Order never depends on it. */
  readonly clock?: () => number;
  readonly patienceMs?: number;
  /** After how many events the index of streams is brought up to date: more is faster to write, fewer is faster to open. */
  readonly indexEvery?: number;
};

/**
 * An event store in one SQLite file: bytes in, bytes out, with EventStoreDB's semantics. Several processes may open the same file.
 *
 * - Positions count the events of the whole store: 1, 2, 3 …, revisions those of a stream: 0, 1, 2 …; neither has holes, neither is ever reused.
 * - An append is atomic, and on disk when it is answered.
 * - Reads and followers get events in order, each once. Pages are pieces of the log of no fixed size.
 * @throws StoreError from every method when the store as a whole cannot be used.
 */
export class Engine {
  private readonly log: Log;
  private readonly streams: Streams;
  private readonly reader: Reader;
  private readonly writer: Writer;
  private readonly changes: Changes;
  private readonly closing = new AbortController();

  private constructor(
    private readonly database: Database,
    { clock = Date.now, indexEvery = INDEX_EVERY }: EngineOptions,
  ) {
    this.log = new Log(database);
    this.streams = new Streams(database, this.log, indexEvery);
    this.reader = new Reader(database, this.log, this.streams);
    this.changes = new Changes(database, this.log);
    this.writer = new Writer(database, this.log, this.streams, clock, (last) => this.changes.announce(last));
  }

  /** `path` is a file (existing, or ending in `.db`), else a folder that holds `events.db`. What is missing is made, for its owner alone. */
  static async open(path: string, options: EngineOptions = {}): Promise<Engine> {
    const absolute = resolve(path);
    const isFile = absolute.endsWith('.db') ? !isFolder(absolute) : existsSync(absolute) && !isFolder(absolute);
    const file = isFile ? absolute : join(absolute, FILE_NAME);
    if (!existsSync(file)) createDatabase(file);
    return new Engine(await Database.open(file, options.patienceMs ?? PATIENCE_MS), options);
  }

  get file(): string {
    return this.database.file;
  }

  append(stream: string, expected: Expected, events: readonly NewEvent[]): Promise<AppendOutcome> {
    return this.writer.append(stream, expected, events);
  }

  /** From a revision on, inclusive; from the stream's beginning, or its end when read backwards. A stream that does not exist yields nothing. */
  readStream(stream: string, from: number | undefined, direction: Direction): AsyncGenerator<readonly ReadEvent[], void> {
    return this.reader.stream(stream, from, direction);
  }

  /** Forwards from a position, inclusive; backwards from before one. */
  readAll(from: number | undefined, direction: Direction, matches?: Matches): AsyncGenerator<Page, void> {
    return direction === 'forwards' ? this.reader.forwards(from ?? 1, matches) : this.reader.backwards(from, matches);
  }

  /** What comes after a position (`end`: after this call), then what is written from now on, by any process, until the signal aborts or the store is closed. */
  follow(after: number | 'end', matches?: Matches, signal?: AbortSignal): AsyncIterableIterator<FollowedPage> {
    const start = after === 'end' ? this.lastPosition() : Promise.resolve(after);
    start.catch(() => undefined); // met by whoever iterates
    return endable((end) => follow(this.reader, this.changes, start, matches, end), signal, this.closing.signal);
  }

  /** Names of the streams that start like this, in no order; `prefix` is not empty. */
  streamsWith(prefix: string): Promise<readonly string[]> {
    return this.database.patiently(() => {
      this.streams.refresh();
      return this.streams.namesWith(prefix);
    });
  }

  /** Position of the newest event, 0 in an empty store. */
  async lastPosition(): Promise<number> {
    return this.reader.last();
  }

  /** Walks the whole store and lists what is damaged. */
  verify(): Promise<Verification> {
    return verify(this.reader, this.streams);
  }

  /** Writes what is queued, ends who follows, lets go of the file. */
  async close(): Promise<void> {
    this.closing.abort();
    this.changes.close();
    await this.writer.idle();
    this.database.close({ afterFailure: this.writer.failed });
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
