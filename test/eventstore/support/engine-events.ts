import { randomUUID } from 'node:crypto';
import type { Engine } from '../../../src/eventstore/embedded/engine.js';
import { DamagedEvent, type Direction, type ReadEvent } from '../../../src/eventstore/embedded/reader.js';
import type { NewEvent } from '../../../src/eventstore/embedded/writer.js';

export const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

export const anEvent = (data = '{"on":"purpose"}', overrides: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'SomethingHappened',
  json: true,
  data: bytes(data),
  metadata: bytes('{"by":"a test"}'),
  ...overrides,
});

/** An event as plain values, a damaged one as the position, stream and revision it is known by. */
export const plain = (event: ReadEvent) =>
  event instanceof DamagedEvent
    ? { damaged: event.position, stream: event.stream, revision: event.revision }
    : {
        position: event.position,
        stream: event.stream,
        revision: event.revision,
        id: event.id,
        type: event.type,
        json: event.json,
        created: event.created,
        data: event.data.toString('latin1'),
        metadata: event.metadata.toString('latin1'),
      };

export type Plain = ReturnType<typeof plain>;

export const isDamaged = (event: Plain | undefined): boolean => event !== undefined && 'damaged' in event;

export const readEverything = async (engine: Engine, direction: Direction = 'forwards'): Promise<Plain[]> => {
  const read: Plain[] = [];
  for await (const { events } of engine.readAll(undefined, direction)) read.push(...events.map(plain));
  return read;
};

export const readOne = async (engine: Engine, stream: string, direction: Direction = 'forwards'): Promise<Plain[]> => {
  const read: Plain[] = [];
  for await (const events of engine.readStream(stream, undefined, direction)) read.push(...events.map(plain));
  return read;
};
