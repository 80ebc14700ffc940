import { Chunk } from './chunk.js';
import { bytesOf, type Database } from './database.js';
import { type EventToWrite, FrameBuffer, SMALLEST_FRAME } from './frame.js';
import { isMalformed, OutOfOrder, StoreError } from './store-error.js';

/** Large enough that a row costs little for each event, small enough that a single event is read cheaply. */
const CHUNK_BYTES = 16 * 1024;

/** So many positions without a readable row are no damage that could be listed one by one. */
const LARGEST_GAP = 1_000_000;

/** The columns are named, since a name in a damaged schema may have changed its case. */
const NEXT = 'SELECT position AS position, count AS count, events AS events FROM log WHERE position > ? ORDER BY position LIMIT 1';

type Row = { readonly position: number; readonly count: unknown; readonly events: unknown };

const isCount = (count: unknown, most: number): count is number => Number.isInteger(count) && Number(count) > 0 && Number(count) <= most;

/** The events of the whole store in the order of their positions: 1, 2, 3 … without a hole. */
export class Log {
  private readonly pending = new FrameBuffer();
  private pendingCount = 0;
  private pendingLast = 0;

  constructor(private readonly database: Database) {}

  /** Position of the newest committed event, 0 for none. */
  last(): number {
    return this.database.get<{ last: number }>('SELECT ifnull(max(position), 0) AS last FROM log')?.last ?? 0;
  }

  /**
   * The chunk in which the next position lies; it may start earlier. Undefined at the end.
   * What cannot be read comes as a chunk of nothing, so that the reader knows what it missed and can go on after it.
   */
  chunkAfter(position: number): Chunk | undefined {
    const chunk = this.readableAfter(position);
    if (chunk !== undefined) return chunk;
    const last = this.last();
    if (last <= position) return undefined;
    // Another process may have committed between the two looks: only what a third one does not find either is lost.
    return this.readableAfter(position) ?? this.lost(position + 1, this.unreadableUpTo(position, last));
  }

  private readableAfter(position: number): Chunk | undefined {
    try {
      const row = this.rowAfter(position);
      return row && this.decode(row, position);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      return undefined;
    }
  }

  /** For the end of the transaction that is open: nothing is in the log before `flush`. */
  add(event: EventToWrite): void {
    this.pending.add(event);
    this.pendingCount++;
    this.pendingLast = event.position;
    if (this.pending.length >= CHUNK_BYTES) this.flush();
  }

  flush(): void {
    if (this.pendingCount === 0) return;
    this.database.run('INSERT INTO log VALUES (?, ?, ?)', this.pendingLast, this.pendingCount, this.pending.bytes);
    this.discard();
  }

  /** Forgets what was added and not flushed. */
  discard(): void {
    this.pending.clear();
    this.pendingCount = 0;
  }

  private rowAfter(position: number): Row | undefined {
    const row = this.database.get<Row>(NEXT, position);
    if (row !== undefined && row.position <= position) throw new OutOfOrder(`position ${row.position} comes after ${position}`);
    return row;
  }

  private decode({ position: last, count, events }: Row, after: number): Chunk {
    const bytes = bytesOf(events);
    const most = Math.ceil(bytes.length / SMALLEST_FRAME);
    const first = last - (isCount(count, most) ? count : Math.min(last - after, most)) + 1;
    return first > after + 1 ? this.lost(after + 1, first - 1) : new Chunk(bytes, first, last);
  }

  private lost(first: number, last: number): Chunk {
    if (last - first < LARGEST_GAP) return Chunk.lost(first, last);
    const message = `the event store ${this.database.file} cannot be read after position ${first - 1}`;
    throw new StoreError('STORE_CORRUPTED', message, 'restore the last good copy');
  }

  /** How far nothing can be read after a position, searched with growing and then shrinking steps. */
  private unreadableUpTo(position: number, last: number): number {
    let [unreadable, readable] = [position, position + 1];
    while (readable < last && this.isUnreadable(readable)) [unreadable, readable] = [readable, 2 * readable - position];
    readable = Math.min(readable, last);
    while (readable - unreadable > 1) {
      const middle = Math.floor((unreadable + readable) / 2);
      if (this.isUnreadable(middle)) unreadable = middle;
      else readable = middle;
    }
    return readable;
  }

  private isUnreadable(position: number): boolean {
    try {
      return this.rowAfter(position) === undefined;
    } catch (error) {
      if (isMalformed(error)) return true;
      throw error;
    }
  }
}
