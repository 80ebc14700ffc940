import { crc32 } from 'node:zlib';
import { uuidAt, writeUuid } from './uuid.js';

/*
 * An event as it lies in the log, little-endian:
 *
 *    0 u32 checksum of the head: everything from byte 4 to the end of the type
 *    4 u32 checksum of metadata and data
 *    8 u64 position      16 u64 revision      24 u64 created, ms since 1970
 *   32 16 bytes id
 *   48 u16 bytes of stream     50 u16 bytes of type     52 u32 bytes of metadata     56 u32 bytes of data
 *   60 u8 1 for JSON, 0 for other bytes     61 three zero bytes
 *   64 stream, type (both UTF-8), metadata, data
 *
 * Head and body are checked apart: an event with a damaged body can still be named for certain, and a filter needs no body.
 */
const HEAD_SUM = 0;
const BODY_SUM = 4;
const POSITION = 8;
const REVISION = 16;
const CREATED = 24;
const ID = 32;
const STREAM_BYTES = 48;
const TYPE_BYTES = 50;
const METADATA_BYTES = 52;
const DATA_BYTES = 56;
const CONTENT = 60;
const FIXED_BYTES = 64;
export const SMALLEST_FRAME = FIXED_BYTES;
const WORD = 2 ** 32;

export const NAME_LIMIT = 0xffff;

export type EventToWrite = {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly created: number;
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
};

const u64At = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * WORD;

/**
 * An event in the log: a view of the chunk it was read with, decoding what is asked for.
 * Whoever keeps one for long keeps its chunk's memory too.
 */
export class StoredEvent {
  private constructor(
    private readonly chunk: Buffer,
    private readonly at: number,
    readonly position: number,
  ) {}

  /** The event of this position if its frame starts here with an undamaged head. Its body is not looked at. */
  static at(chunk: Buffer, at: number, position: number): StoredEvent | undefined {
    if (StoredEvent.endOf(chunk, at, position) === undefined) return undefined;
    const event = new StoredEvent(chunk, at, position);
    return crc32(chunk.subarray(at + BODY_SUM, event.bodyAt)) === chunk.readUInt32LE(at + HEAD_SUM) ? event : undefined;
  }

  /** Where the frame of this position ends that seems to start here; nothing is verified. */
  static endOf(chunk: Buffer, at: number, position: number): number | undefined {
    if (at + FIXED_BYTES > chunk.length || u64At(chunk, at + POSITION) !== position) return undefined;
    const { end } = new StoredEvent(chunk, at, position);
    return end > chunk.length ? undefined : end;
  }

  /** Where in a chunk a frame of that position may start, from `from` on; -1 for nowhere. */
  static search(chunk: Buffer, position: number, from: number): number {
    const wanted = Buffer.alloc(8);
    wanted.writeUInt32LE(position % WORD, 0);
    wanted.writeUInt32LE(Math.floor(position / WORD), 4);
    const found = chunk.indexOf(wanted, from + POSITION);
    return found === -1 ? -1 : found - POSITION;
  }

  get revision(): number {
    return u64At(this.chunk, this.at + REVISION);
  }
  /** Milliseconds since 1970, by the clock of whoever wrote it. */
  get created(): number {
    return u64At(this.chunk, this.at + CREATED);
  }
  get id(): string {
    return uuidAt(this.chunk, this.at + ID);
  }
  get json(): boolean {
    return this.chunk[this.at + CONTENT] === 1;
  }
  get stream(): string {
    const start = this.at + FIXED_BYTES;
    return this.chunk.toString('utf8', start, start + this.streamBytes);
  }
  get type(): string {
    const start = this.at + FIXED_BYTES + this.streamBytes;
    return this.chunk.toString('utf8', start, this.bodyAt);
  }
  get metadata(): Buffer {
    return this.chunk.subarray(this.bodyAt, this.bodyAt + this.metadataBytes);
  }
  get data(): Buffer {
    return this.chunk.subarray(this.bodyAt + this.metadataBytes, this.end);
  }
  /** Whether metadata and data are what was written. */
  get intact(): boolean {
    return crc32(this.chunk.subarray(this.bodyAt, this.end)) === this.chunk.readUInt32LE(this.at + BODY_SUM);
  }
  /** Where in the chunk the next frame starts. */
  get end(): number {
    return this.bodyAt + this.metadataBytes + this.chunk.readUInt32LE(this.at + DATA_BYTES);
  }

  private get streamBytes(): number {
    return this.chunk.readUInt16LE(this.at + STREAM_BYTES);
  }
  private get metadataBytes(): number {
    return this.chunk.readUInt32LE(this.at + METADATA_BYTES);
  }
  private get bodyAt(): number {
    return this.at + FIXED_BYTES + this.streamBytes + this.chunk.readUInt16LE(this.at + TYPE_BYTES);
  }
}

/** Frames one after the other in one reused piece of memory. */
export class FrameBuffer {
  private memory = Buffer.allocUnsafeSlow(64 * 1024);
  private used = 0;

  get length(): number {
    return this.used;
  }
  /** Valid until the next `add` or `clear`. */
  get bytes(): Buffer {
    return this.memory.subarray(0, this.used);
  }
  clear(): void {
    this.used = 0;
  }

  add({ stream, revision, position, created, id, type, json, metadata, data }: EventToWrite): void {
    this.reserve(FIXED_BYTES + 3 * (stream.length + type.length) + metadata.length + data.length);
    const { memory, used: at } = this;
    const streamBytes = memory.write(stream, at + FIXED_BYTES, 'utf8');
    const typeBytes = memory.write(type, at + FIXED_BYTES + streamBytes, 'utf8');
    const bodyAt = at + FIXED_BYTES + streamBytes + typeBytes;
    const end = bodyAt + metadata.length + data.length;
    memory.set(metadata, bodyAt);
    memory.set(data, bodyAt + metadata.length);
    memory.writeUInt32LE(crc32(memory.subarray(bodyAt, end)), at + BODY_SUM);
    this.putU64(at + POSITION, position);
    this.putU64(at + REVISION, revision);
    this.putU64(at + CREATED, created);
    writeUuid(memory, at + ID, id);
    memory.writeUInt16LE(streamBytes, at + STREAM_BYTES);
    memory.writeUInt16LE(typeBytes, at + TYPE_BYTES);
    memory.writeUInt32LE(metadata.length, at + METADATA_BYTES);
    memory.writeUInt32LE(data.length, at + DATA_BYTES);
    memory.writeUInt32LE(json ? 1 : 0, at + CONTENT);
    memory.writeUInt32LE(crc32(memory.subarray(at + BODY_SUM, bodyAt)), at + HEAD_SUM);
    this.used = end;
  }

  private putU64(at: number, value: number): void {
    this.memory.writeUInt32LE(value % WORD, at);
    this.memory.writeUInt32LE(Math.floor(value / WORD), at + 4);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.memory.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.used + bytes));
    larger.set(this.bytes);
    this.memory = larger;
  }
}
