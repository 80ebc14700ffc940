import type { Event } from '../decider.js';

/** One part of a large text or binary. `utf8` where the bytes are text that JSON carries well, else `base64`. */
export type ContentPart = { readonly encoding: 'utf8' | 'base64'; readonly body: string };

/**
 * Content is addressed by its SHA-256 and never decided about: part n of it is always event n of its stream, with the
 * same id whoever writes it. The store's own idempotency by event id makes storing it twice one write.
 */
export type ContentEvent = Event<
  'ContentStored',
  { readonly sha256: string; readonly bytes: number; readonly part: number; readonly parts: number } & ContentPart
>;

export const contentStream = (sha256: string): string => `content-${sha256}`;
