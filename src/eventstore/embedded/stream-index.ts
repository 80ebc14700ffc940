import type { Database } from './database.js';
import { UUID_BYTES, uuidAt, writeUuid } from './uuid.js';

/** Where one event of a stream lies, and which it is. */
export type Place = { readonly revision: number; readonly position: number; readonly id: string };

/** Consecutive events of one stream, from revision `first` on. */
export type Run = { readonly first: number; readonly positions: readonly number[]; readonly ids: readonly string[] };

const POSITION_BYTES = 6;
const PLACE_BYTES = POSITION_BYTES + UUID_BYTES;
const PLACES_A_ROW = 256;

type Row = { readonly stream: Uint8Array; readonly revision: number; readonly places: Uint8Array };

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
      'SELECT revision, places FROM stream_index WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT 1',
      Buffer.from(stream),
      revision,
    );
    return row === undefined ? [] : placesIn(row);
  }

  /** A piece of the index after the row of that stream and revision, in the order of streams and revisions. */
  rowsAfter(stream: string, revision: number, limit: number): readonly { readonly stream: string; readonly places: readonly Place[] }[] {
    const rows = this.database.all<Row>(
      'SELECT stream, revision, places FROM stream_index WHERE (stream, revision) > (?, ?) ORDER BY stream, revision LIMIT ?',
      Buffer.from(stream),
      revision,
      limit,
    );
    return rows.map((row) => ({ stream: Buffer.from(row.stream).toString(), places: placesIn(row) }));
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

const placesIn = ({ revision, places: { buffer, byteOffset, byteLength } }: Row): Place[] => {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return Array.from({ length: Math.floor(byteLength / PLACE_BYTES) }, (_, event) => ({
    revision: revision + event,
    position: bytes.readUIntLE(event * PLACE_BYTES, POSITION_BYTES),
    id: uuidAt(bytes, event * PLACE_BYTES + POSITION_BYTES),
  }));
};
