import type { TextToEdit } from './editor.js';
import type { Key } from './keyboard.js';
import type { Frame, Look } from './terminal.js';

/** What a key led to; `submit` offers what `typed` then gives, `open` asks for one item of a list. */
export type Outcome =
  | { readonly kind: 'stay' }
  | { readonly kind: 'submit' }
  | { readonly kind: 'open'; readonly index: number }
  | { readonly kind: 'edit'; readonly document: TextToEdit };

export const stay: Outcome = { kind: 'stay' };
export const submit: Outcome = { kind: 'submit' };

/** A key and what it does, as the footer shows it. */
export type KeyHint = readonly [key: string, does: string];

/** The part of a question in which its types differ. It keeps what was typed while other questions are asked. */
export interface Control {
  /** Escape is a key of its own here, e.g. to end a search, and does not leave the question. */
  readonly takesEscape?: boolean;
  onKey(key: Key): Outcome;
  /** Rows below the question, at most `look.size.rows` of them, `look.size.columns` wide. */
  body(look: Look): Frame;
  hints(look: Look): readonly KeyHint[];
  /** What would be submitted now. */
  typed(): unknown;
}
