import type { Position } from '../eventstore/event-store.js';
import type { CheckpointRow } from './checkpoint.rows.js';
import type { Projection } from './projection.js';

/**
 * One set of tables of a projection on its way through the log: the live one (prefix '') that queries read, or a build beside it.
 * `parked`: it stands before an event that it cannot take. `gone`: its tables are no longer the ones to write to.
 */
export type Track = {
  readonly projection: Projection;
  readonly prefix: string;
  position: Position;
  state: 'moving' | 'parked' | 'gone';
};

export const trackOf = (projection: Projection, { prefix, position, parkedReason }: CheckpointRow): Track => ({
  projection,
  prefix,
  position,
  state: parkedReason === null ? 'moving' : 'parked',
});

export const isLive = ({ prefix }: Track): boolean => prefix === '';
export const isMoving = ({ state }: Track): boolean => state === 'moving';

/** The event types that some tracks want, each once. */
export const typesOf = (tracks: readonly Track[]): string[] => [...new Set(tracks.flatMap(({ projection }) => projection.handles))];

export const lowestPosition = (tracks: readonly Track[]): Position =>
  tracks.map(({ position }) => position).reduce((lowest, position) => (position < lowest ? position : lowest));
