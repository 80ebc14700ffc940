import type { Json, QuestionType } from './manifest.js';

export type OfferedChoice = { readonly value: Json; readonly label: string };

/** One question as a person sees it: every text rendered, every choice resolved. */
export type AskedQuestion = {
  readonly name: string;
  readonly type: Exclude<QuestionType, 'computed'>;
  readonly prompt: string;
  readonly hint?: string;
  /** Heading of the group it belongs to. */
  readonly group?: string;
  readonly default?: Json;
  /** Why this default is proposed, where it was learned or inferred. */
  readonly defaultHint?: string;
  /** Why an earlier answer has to be given anew. */
  readonly problem?: string;
  readonly choices?: readonly OfferedChoice[];
  /** A blank reply is refused. */
  readonly required: boolean;
  /** Whether there is an earlier question to go back to. */
  readonly canGoBack: boolean;
  /** 1-based place among the questions asked so far. */
  readonly number: number;
  /**
   * For a `list` whose items are objects: asks the questions of one more item, one after the other, through the same asker. The reply's value
   * is the item; `back` at its first question comes out as `back`. `initial` offers an item that is to be changed.
   */
  readonly askItem?: (number: number, initial?: Json) => Promise<Reply>;
  /** Turns what was typed into the answer, or says in one sentence why it cannot be one. `null` stands for no answer to an optional question. */
  readonly check: (typed: unknown) => { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };
};

export type Reply = { readonly kind: 'answer'; readonly value: Json } | { readonly kind: 'back' };

/** Thrown by an asker when the person leaves (Ctrl-C, Escape at the first question, closed input). Nothing has been done by then. */
export class AskingCancelled extends Error {
  override readonly name = 'AskingCancelled';
}

/** The person, or whoever stands in for one. */
export interface Asker {
  ask(question: AskedQuestion): Promise<Reply>;
}
