/** A whole word that could stand at the cursor. */
export type Candidate = { readonly value: string; readonly description?: string };

/** What the shell completes by itself: names of files, of folders, or a whole command line from the word `command` on. */
export type ByShell = { readonly kind: 'files' | 'folders' } | { readonly kind: 'command'; readonly word: number };

export type Completions = {
  readonly candidates: readonly Candidate[];
  /** More is to be typed right after the word. */
  readonly goesOn?: boolean;
  readonly byShell?: ByShell;
};

export const NOTHING: Completions = { candidates: [] };
