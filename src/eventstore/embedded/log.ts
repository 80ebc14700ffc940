import { Chunk } from './chunk.js';
import type { Database } from './database.js';
import { type EventToWrite, FrameBuffer, SMALLEST_FRAME } from './frame.js';
import { isMalformed, StoreError } from './store-error.js';

/** Large enough that a row costs little for each event, small enough that a single event is read cheaply. */
const CHUNK_BYTES = 16 * 1024;

/** So many positions without a readable row are no damage that could be listed one by one. */
const LARGEST_GAP = 1_000_000;

const NEXT = 'SELECT position, count, events FROM log WHERE position > ? ORDER BY position LIMIT 1';

type Row = { readonly position: number; readonly count: number; readonly events: Uint8Array };

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
    try {
      const row = this.database.get<Row>(NEXT, position);
      return row && this.decode(row, position);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      return this.lost(position + 1, this.readableFrom(position));
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

  private decode({ position: last, count, events }: Row, after: number): Chunk {
    const first = last - Math.min(count, Math.ceil(events.length / SMALLEST_FRAME)) + 1;
    if (first > after + 1) return this.lost(after + 1, first - 1);
    return new Chunk(Buffer.from(events.buffer, events.byteOffset, events.byteLength), first, last);
  }

  private lost(first: number, last: number): Chunk {
    if (last - first < LARGEST_GAP) return Chunk.lost(first, last);
    const message = `the event store ${this.database.file} cannot be read after position ${first - 1}`;
    throw new StoreError('STORE_CORRUPTED', message, 'restore the last good copy');
  }

  /** The last position before the next chunk that can be read, searched with growing and then shrinking steps. */
  private readableFrom(position: number): number {
    const last = this.last();
    let [unreadable, readable] = [position, position + 1];
    while (readable < last && this.isUnreadable(readable)) [unreadable, readable] = [readable, 2 * readable - position];
    if (readable >= last && this.isUnreadable(last - 1)) return last;
    readable = Math.min(readable, last - 1);
    while (readable - unreadable > 1) {
      const middle = Math.floor((unreadable + readable) / 2);
      if (this.isUnreadable(middle)) unreadable = middle;
      else readable = middle;
    }
    const { position: end, count } = this.database.get<Row>(NEXT, readable) as Row;
    return Math.max(end - count, position + 1);
  }

  private isUnreadable(position: number): boolean {
    try {
      this.database.get(NEXT, position);
      return false;
    } catch (error) {
      if (isMalformed(error)) return true;
      throw error;
    }
  }
}
