import { StoredEvent } from './frame.js';

/**
 * A stretch of the log without holes, from position `first` to `last`; events are found in it as they are asked for.
 * After a damaged frame the next good one is found again by its position, so that one flipped byte costs one event.
 */
export class Chunk {
  private at = 0;
  private position: number;
  private recovered: readonly (StoredEvent | undefined)[] | undefined;

  constructor(
    private readonly bytes: Buffer,
    readonly first: number,
    readonly last: number,
  ) {
    this.position = first;
  }

  /** Nothing can be read of these positions. */
  static lost(first: number, last: number): Chunk {
    return new Chunk(Buffer.alloc(0), first, last);
  }

  /** Undefined where the head of the event cannot be read. */
  event(position: number): StoredEvent | undefined {
    if (this.recovered !== undefined) return this.recovered[position - this.first];
    if (position < this.position) [this.at, this.position] = [0, this.first];
    while (this.position < position) {
      const end = StoredEvent.endOf(this.bytes, this.at, this.position);
      if (end === undefined) return this.recover(position);
      this.at = end;
      this.position++;
    }
    return StoredEvent.at(this.bytes, this.at, position) ?? this.recover(position);
  }

  private recover(wanted: number): StoredEvent | undefined {
    const events: (StoredEvent | undefined)[] = [];
    let at = 0;
    while (this.first + events.length <= this.last) {
      const event = this.nextFrom(at, this.first + events.length);
      const reached = event?.position ?? this.last + 1;
      while (this.first + events.length < reached) events.push(undefined);
      if (event === undefined) break;
      events.push(event);
      at = event.end;
    }
    this.recovered = events;
    return events[wanted - this.first];
  }

  private nextFrom(from: number, first: number): StoredEvent | undefined {
    for (let position = first; position <= this.last; position++) {
      for (let at = StoredEvent.search(this.bytes, position, from); at !== -1; at = StoredEvent.search(this.bytes, position, at + 1)) {
        const event = StoredEvent.at(this.bytes, at, position);
        if (event !== undefined) return event;
      }
    }
    return undefined;
  }
}
