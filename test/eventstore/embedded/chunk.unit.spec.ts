import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Chunk } from '../../../src/eventstore/embedded/chunk.js';
import { type EventToWrite, FrameBuffer, type StoredEvent } from '../../../src/eventstore/embedded/frame.js';

const bytes = fc.uint8Array({ maxLength: 60 });
const anEvent: fc.Arbitrary<Omit<EventToWrite, 'position'>> = fc.record({
  stream: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  revision: fc.maxSafeNat(),
  created: fc.maxSafeNat(),
  id: fc.uuid(),
  type: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  json: fc.boolean(),
  metadata: bytes,
  data: bytes,
});
/** Consecutive events from a position on. */
const someEvents: fc.Arbitrary<EventToWrite[]> = fc
  .tuple(fc.nat({ max: 2 ** 47 }), fc.array(anEvent, { minLength: 1, maxLength: 8 }))
  .map(([first, events]) => events.map((event, index) => ({ ...event, position: first + 1 + index })));

const framed = (events: readonly EventToWrite[]): Buffer => {
  const frames = new FrameBuffer();
  for (const event of events) frames.add(event);
  return Buffer.from(frames.bytes);
};

const contentOf = ({ stream, revision, created, id, type, json, metadata, data, position }: StoredEvent | EventToWrite): EventToWrite => ({
  stream,
  revision,
  created,
  id,
  type,
  json,
  position,
  metadata: Uint8Array.from(metadata),
  data: Uint8Array.from(data),
});

const [firstOf, lastOf] = [
  (events: readonly EventToWrite[]) => events[0]?.position ?? 0,
  (events: readonly EventToWrite[]) => events.at(-1)?.position ?? 0,
];

describe('a chunk of events', () => {
  it('gives back every event as it was written, in any order', () => {
    fc.assert(
      fc.property(someEvents, fc.infiniteStream(fc.nat()), (events, picks) => {
        const chunk = new Chunk(framed(events), firstOf(events), lastOf(events));
        for (const pick of picks.take(20)) {
          const wanted = events[pick % events.length] as EventToWrite;
          const event = chunk.event(wanted.position) as StoredEvent;
          expect(contentOf(event)).toEqual(contentOf(wanted));
          expect(event.intact).toBe(true);
        }
      }),
    );
  });

  it('loses one event to a flipped bit, and never shows a wrong one', () => {
    fc.assert(
      fc.property(someEvents, fc.nat(), fc.nat({ max: 7 }), (events, at, bit) => {
        const damaged = framed(events);
        const byte = at % damaged.length;
        damaged[byte] = (damaged[byte] ?? 0) ^ (1 << bit);
        const chunk = new Chunk(damaged, firstOf(events), lastOf(events));
        const wrong = events.filter((written) => {
          const event = chunk.event(written.position);
          if (event === undefined || !event.intact) return true;
          expect(contentOf(event)).toEqual(contentOf(written));
          return false;
        });
        expect(wrong).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('shows what is left of a torn end', () => {
    fc.assert(
      fc.property(someEvents, fc.nat(), (events, length) => {
        const torn = framed(events).subarray(0, length % framed(events).length);
        const chunk = new Chunk(torn, firstOf(events), lastOf(events));
        const whole = events.filter((_, index) => framed(events.slice(0, index + 1)).length <= torn.length);
        const read = events.filter(({ position }) => chunk.event(position)?.intact === true);
        expect(read).toEqual(whole);
      }),
    );
  });

  it('has nothing of lost positions', () => {
    const chunk = Chunk.lost(5, 7);
    expect([5, 6, 7].map((position) => chunk.event(position))).toEqual([undefined, undefined, undefined]);
  });
});
