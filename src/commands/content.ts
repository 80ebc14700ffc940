import { createHash } from 'node:crypto';
import { contentStream, type ContentEvent, type ContentPart } from '../domain/content/content.js';
import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { EventStore, Position } from '../eventstore/event-store.js';
import { eventMetadata } from './decide-and-append.js';
import { contentPartId } from './ids.js';

/** EventStoreDB refuses appends over 1 MiB; base64 makes 512 KiB into 683 KiB. */
const MAX_PART_BYTES = 512 * 1024;
/** JSON escapes can make text many times longer; where they would, base64 is shorter. */
const MAX_ESCAPED_LENGTH = 700 * 1024;

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const asPart = (bytes: Uint8Array): ContentPart => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  const isText = Buffer.byteLength(text) === bytes.byteLength && buffer.equals(Buffer.from(text));
  const fits = isText && (bytes.byteLength < MAX_ESCAPED_LENGTH / 6 || JSON.stringify(text).length <= MAX_ESCAPED_LENGTH);
  return fits ? { encoding: 'utf8', body: text } : { encoding: 'base64', body: buffer.toString('base64') };
};

/** Stores bytes under their SHA-256, in parts; content that is there already costs no write. Answers with the position of its last part. */
export const storeContent = async (
  store: EventStore,
  bytes: Uint8Array,
  metadata: CommandMetadata,
): Promise<{ sha256: string; position: Position }> => {
  const sha256 = sha256Of(bytes);
  const parts = Math.max(1, Math.ceil(bytes.byteLength / MAX_PART_BYTES));
  let position = 0n;
  for (let part = 0; part < parts; part += 1) {
    const body = asPart(bytes.subarray(part * MAX_PART_BYTES, (part + 1) * MAX_PART_BYTES));
    const event: ContentEvent = { type: 'ContentStored', data: { sha256, bytes: bytes.byteLength, part, parts, ...body } };
    const newEvent = { ...event, id: contentPartId(sha256, part), metadata: eventMetadata(event.type, metadata) };
    ({ position } = await store.append(contentStream(sha256), part === 0 ? 'no_stream' : part - 1, [newEvent]));
  }
  return { sha256, position };
};

/**
 * The bytes stored under a hash, proved by hashing them again.
 * @throws DomainError `CONTENT_MISSING` or `CONTENT_DAMAGED`
 */
export const readContent = async (store: EventStore, sha256: string): Promise<Uint8Array> => {
  const pieces: Buffer[] = [];
  for await (const event of store.readStream(contentStream(sha256))) {
    const { encoding, body } = event.data as ContentEvent['data'];
    pieces.push(Buffer.from(body, encoding));
  }
  if (pieces.length === 0) throw new DomainError('CONTENT_MISSING', `no content ${sha256} is stored here`);
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  if (sha256Of(bytes) !== sha256)
    throw new DomainError('CONTENT_DAMAGED', `the content stored as ${sha256} has another hash`, {
      hint: 'look for damaged events with: formwork doctor',
    });
  return bytes;
};
