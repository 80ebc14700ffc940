import type { ObjectLiteral } from 'typeorm';
import type { EntityClass, TableWriter } from '../database/table-writer.js';
import type { Event } from '../domain/decider.js';
import type { Recorded } from '../eventstore/event-store.js';

/**
 * Turns events into the rows of one read model. It sees its events in log order, each exactly once, in batches of any size, and must
 * make the same rows of them however they are cut. It reads and writes its own tables only, and neither clock nor chance.
 */
export type Projection<E extends Event = Event> = {
  readonly name: string;
  /** To be raised whenever other rows would come of the same events: the read model is then built anew beside the old one. */
  readonly version: number;
  readonly handles: readonly E['type'][];
  /** The tables that it alone writes. */
  readonly tables: readonly EntityClass<ObjectLiteral>[];
  /** Folds a whole batch, then writes few statements. */
  project(events: readonly Recorded<E>[], tables: TableWriter): Promise<void>;
};
