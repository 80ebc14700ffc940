import { createHash } from 'node:crypto';

/** An entry of a PostgreSQL index holds at most 2704 bytes; this many characters fit beside another column. */
const MAX_CHARACTERS = 500;

/** What a text is found by: itself, or its SHA-256 where it is too long to be indexed. */
export const lookupKey = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`;
