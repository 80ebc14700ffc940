import { Command, type Decider, type Event } from '../decider.js';

/** One part of a large text or binary, at most 512 KiB of it. `utf8` where the bytes are text, else `base64`. */
export type ContentPart = { readonly encoding: 'utf8' | 'base64'; readonly body: string };

export class StoreContent extends Command<
  { readonly sha256: string; readonly bytes: number; readonly part: number; readonly parts: number } & ContentPart
> {
  readonly type = 'StoreContent';
}

export type ContentEvent = Event<
  'ContentStored',
  { readonly sha256: string; readonly bytes: number; readonly part: number; readonly parts: number } & ContentPart
>;

type Content = { readonly parts: readonly ContentPart[] };

export const contentStream = (sha256: string): string => `content-${sha256}`;

/** Content is addressed by its SHA-256, so storing it again is always already done. */
export const contentDecider: Decider<Content, StoreContent, ContentEvent> = {
  initialState: () => ({ parts: [] }),
  evolve: ({ parts }, { data: { encoding, body } }) => ({ parts: [...parts, { encoding, body }] }),
  decide: ({ data }, { parts }) => (data.part < parts.length ? [] : [{ type: 'ContentStored', data }]),
};
