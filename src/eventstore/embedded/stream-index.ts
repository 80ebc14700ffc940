import { bytesOf, type Database } from './database.js';
import { StoreError } from './store-error.js';
import { UUID_BYTES, uuidAt, writeUuid } from './uuid.js';

/** Where one event of a stream lies, and which it is. */
export type Place = { readonly revision: number; readonly position: number; readonly id: string };

/** Consecutive events of one stream, from revision `first` on. */
export type Run = { readonly first: number; readonly positions: readonly number[]; readonly ids: readonly string[] };

const POSITION_BYTES = 6;
const PLACE_BYTES = POSITION_BYTES + UUID_BYTES;
const PLACES_A_ROW = 256;

/** Some consecutive places of one stream. */
export type IndexRow = { readonly stream: string; readonly places: readonly Place[] };

/** Where a row stands in the index. */
export type IndexKey = { readonly name: Buffer; readonly revision: number };
const FIRST_KEY: IndexKey = { name: Buffer.alloc(0), revision: -1 };

type Row = { readonly stream: unknown; readonly revision: number; readonly places: unknown };

/**
 * Where the events of each stream lie: rows of up to 256 places each, under the stream's name and the revision of the first.
 * Filled in large steps (see streams.ts), since one row for each event would write a page of its own each time.
 */
export class StreamIndex {
  constructor(private readonly database: Database) {}

  /** Every event up to this position is in the index. */
  get upTo(): number {
    return this.database.get<{ indexed: number }>('SELECT indexed FROM progress')?.indexed ?? 0;
  }

  last(stream: string): Place | undefined {
    const row = this.database.get<Row>(
      `SELECT revision + length(places) / ${PLACE_BYTES} - 1 AS revision, substr(places, -${PLACE_BYTES}) AS places FROM stream_index WHERE stream = ? ORDER BY revision DESC LIMIT 1`,
      Buffer.from(stream),
    );
    return row && placesIn(row)[0];
  }

  /** The places of the row that holds this revision, in order. */
  around(stream: string, revision: number): readonly Place[] {
    const row = this.database.get<Row>(
      'SELECT revision AS revision, places AS places FROM stream_index WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT 1',
      Buffer.from(stream),
      revision,
    );
    return row === undefined ? [] : placesIn(row);
  }

  /** The places of the first row after this revision. */
  after(stream: string, revision: number): readonly Place[] {
    const row = this.database.get<Row>(
      'SELECT revision AS revision, places AS places FROM stream_index WHERE stream = ? AND revision > ? ORDER BY revision LIMIT 1',
      Buffer.from(stream),
      revision,
    );
    return row === undefined ? [] : placesIn(row);
  }

  /** Names of the streams that start like this, in the order of their bytes; `prefix` is not empty. */
  namesWith(prefix: string): readonly string[] {
    const names: string[] = [];
    let from = Buffer.from(prefix);
    const to = Buffer.concat([from, Buffer.of(0xff)]); // a byte that no name has
    for (;;) {
      const row = this.database.get<Row>('SELECT min(stream) AS stream FROM stream_index WHERE stream >= ? AND stream < ?', from, to);
      const name = bytesOf(row?.stream);
      if (name.length === 0 || Buffer.compare(name, from) < 0) return names;
      names.push(name.toString());
      from = Buffer.concat([name, Buffer.of(0)]); // what comes next
    }
  }

  /** The next row in the order of streams and revisions. @throws StoreError when the order is broken */
  next({ name, revision }: IndexKey = FIRST_KEY): (IndexRow & { readonly key: IndexKey }) | undefined {
    const row = this.database.get<Row>(
      'SELECT stream AS stream, revision AS revision, places AS places FROM stream_index WHERE (stream, revision) > (?, ?) ORDER BY stream, revision LIMIT 1',
      name,
      revision,
    );
    if (row === undefined) return undefined;
    const key = { name: bytesOf(row.stream), revision: row.revision };
    const order = Buffer.compare(name, key.name);
    if (order < 0 || (order === 0 && key.revision > revision)) return { stream: key.name.toString(), places: placesIn(row), key };
    const message = `the index of streams of ${this.database.file} is out of order`;
    throw new StoreError('STORE_CORRUPTED', message, 'restore the last good copy');
  }

  /** Within the transaction that is open. */
  add(streams: Iterable<readonly [string, Run]>, upTo: number): void {
    for (const [stream, { first, positions, ids }] of streams) {
      const name = Buffer.from(stream);
      for (let start = 0; start < positions.length; start += PLACES_A_ROW) {
        const places = encode(positions, ids, start, Math.min(start + PLACES_A_ROW, positions.length));
        this.database.run('INSERT INTO stream_index VALUES (?, ?, ?)', name, first + start, places);
      }
    }
    this.database.run('UPDATE progress SET indexed = ?', upTo);
  }
}

const encode = (positions: readonly number[], ids: readonly string[], start: number, end: number): Buffer => {
  const places = Buffer.allocUnsafe((end - start) * PLACE_BYTES);
  for (let event = start, at = 0; event < end; event++, at += PLACE_BYTES) {
    places.writeUIntLE(positions[event] as number, at, POSITION_BYTES);
    writeUuid(places, at + POSITION_BYTES, ids[event] as string);
  }
  return places;
};

const placesIn = ({ revision, places }: Row): Place[] => {
  const bytes = bytesOf(places);
  return Array.from({ length: Math.floor(bytes.length / PLACE_BYTES) }, (_, event) => ({
    revision: revision + event,
    position: bytes.readUIntLE(event * PLACE_BYTES, POSITION_BYTES),
    id: uuidAt(bytes, event * PLACE_BYTES + POSITION_BYTES),
  }));
};
