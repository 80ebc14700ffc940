import type { Event } from './decider.js';

/** Brings the data of an event one schema version up. Pure: the same old data gives the same new data, for ever. */
export type Upcaster = (data: unknown) => unknown;

/**
 * Up-casters by event type: the first one leads from schema 1 to 2, the next from 2 to 3, and so on. A shape in use never
 * changes in place: it gets an up-caster here and a recorded old event in the tests.
 */
export const upcasters: Readonly<Record<Event['type'], readonly Upcaster[]>> = {};

/** The schema version in which events of a type are written today. */
export const schemaOf = (type: string): number => (upcasters[type]?.length ?? 0) + 1;
