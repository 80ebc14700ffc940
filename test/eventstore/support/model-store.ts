import type { Expected } from '../../../src/eventstore/embedded/write-decision.js';
import type { AppendOutcome } from '../../../src/eventstore/embedded/writer.js';

type Event = { readonly position: number; readonly stream: string; readonly revision: number; readonly id: string };

/** The rules of an append said as plainly as possible, over an array. */
export class ModelStore {
  readonly events: Event[] = [];

  stream(name: string): Event[] {
    return this.events.filter(({ stream }) => stream === name);
  }

  last(name: string): number {
    return this.stream(name).length - 1;
  }

  append(name: string, expected: Expected, ids: readonly string[]): AppendOutcome {
    const past = this.stream(name);
    const refused: AppendOutcome = { kind: 'wrong-revision', actual: past.length - 1 };
    const as = (event: Event | undefined): AppendOutcome => ({
      kind: 'written',
      revision: event?.revision ?? -1,
      position: event?.position ?? 0,
    });
    if (expected === 'stream_exists' && past.length === 0 && this.stream(`$$${name}`).length === 0) return refused;
    if (typeof expected === 'number' && expected >= past.length) return refused;
    if (ids.length === 0) return as(past.at(-1));
    if (expected === 'any' || expected === 'stream_exists') {
      const known = ids.map((id) => past.findLast((event) => event.id === id));
      if (known.every((event) => event !== undefined)) return as(known.at(-1));
      if (known[0] !== undefined) return refused;
    } else {
      const next = expected === 'no_stream' ? 0 : expected + 1;
      if (next < past.length) return ids.every((id, event) => past[next + event]?.id === id) ? as(past[next + ids.length - 1]) : refused;
    }
    for (const id of ids) this.events.push({ position: this.events.length + 1, stream: name, revision: this.last(name) + 1, id });
    return as(this.events.at(-1));
  }
}
