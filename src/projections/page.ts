import { DomainError } from '../domain/decider.js';
import type { Position } from '../eventstore/event-store.js';

/** One page of a list; `next` is the cursor of the page after it, absent on the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next?: string };

export type PageOptions = { readonly limit?: number; readonly cursor?: string };

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** How many items a page has, whatever was asked for. */
export const pageLimit = ({ limit = DEFAULT_LIMIT }: PageOptions): number => Math.min(Math.max(1, Math.trunc(limit)), MAX_LIMIT);

/** The position that a cursor names. @throws DomainError CURSOR_INVALID */
export const pageCursor = ({ cursor }: PageOptions): Position | undefined => {
  if (cursor === undefined) return undefined;
  if (/^\d{1,18}$/.test(cursor)) return BigInt(cursor);
  throw new DomainError('CURSOR_INVALID', `"${cursor}" is not a cursor`, { field: 'cursor', hint: 'pass on "next" of the page before' });
};

/** A page out of its rows and, where there is one, the first row of the next page. */
export const pageOf = <Row extends { readonly position: Position }>(rows: readonly Row[], limit: number): Page<Row> => {
  const items = rows.slice(0, limit);
  return rows.length > limit ? { items, next: items.at(-1)!.position.toString() } : { items };
};
