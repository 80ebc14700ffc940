import type { Asker } from '../../templating/asking.js';

/** Everything a person at a terminal is asked. */
export interface Prompts extends Asker {
  /**
   * Shows what is about to be written, and asks whether it shall be.
   * @throws AskingCancelled when the person leaves.
   */
  confirmSummary(summary: Summary): Promise<Confirmation>;
}

/** What is to be confirmed before anything is written. */
export type Summary = {
  readonly title: string;
  readonly answers: readonly SummaryAnswer[];
  readonly files: readonly SummaryFile[];
  /** One more thing worth knowing before saying yes, e.g. how often this combination succeeds. */
  readonly note?: string;
};

export type SummaryAnswer = {
  readonly name: string;
  readonly prompt: string;
  /** The answer as a person would say it; never a secret. */
  readonly display: string;
  /** Where it came from, in words. */
  readonly source: string;
};

export type SummaryFile = { readonly path: string; readonly note: 'new' | 'overwrites' | 'unchanged' };

export type Confirmation = { readonly kind: 'write' } | { readonly kind: 'change'; readonly name: string } | { readonly kind: 'cancel' };
