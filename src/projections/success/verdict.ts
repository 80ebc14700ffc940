/** What one source said last of a generation. */
export type CountedOutcome = { readonly success: boolean; readonly score?: number };

/** `infrastructure`: all that was reported says nothing about the template. `unknown`: nobody reported. */
export type Verdict = 'succeeded' | 'failed' | 'infrastructure' | 'unknown';

/** The outcomes of a generation so far: what counts of each source, and whether an infrastructure failure was among them. */
export type Outcomes = { readonly counted: Readonly<Record<string, CountedOutcome>>; readonly infrastructure: boolean };

export const noOutcomes: Outcomes = { counted: {}, infrastructure: false };

/**
 * Adds the next outcome in the order of the log. A failure of the infrastructure says nothing about the template, so it takes nothing
 * back either: what its source said before keeps counting.
 */
export const withOutcome = (
  { counted, infrastructure }: Outcomes,
  outcome: { readonly source: string; readonly success: boolean; readonly score?: number; readonly infrastructure?: true },
): Outcomes => {
  if (outcome.infrastructure && !outcome.success) return { counted, infrastructure: true };
  const { source, success, score } = outcome;
  return { counted: { ...counted, [source]: { success, ...(score !== undefined && { score }) } }, infrastructure };
};

/** A generation succeeds when every outcome that counts is a success. */
export const verdictOf = ({ counted, infrastructure }: Outcomes): Verdict => {
  const outcomes = Object.values(counted);
  if (outcomes.length > 0) return outcomes.every(({ success }) => success) ? 'succeeded' : 'failed';
  return infrastructure ? 'infrastructure' : 'unknown';
};

/** Mean of the scores that count; null when none was given. */
export const scoreOf = ({ counted }: Outcomes): number | null => {
  const scores = Object.values(counted).flatMap(({ score }) => (score === undefined ? [] : [score]));
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
};
