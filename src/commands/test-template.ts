import type { DomainError } from '../domain/decider.js';
import type { AnswerValues } from '../templating/answers.js';
import type { TemplatingError } from '../templating/errors.js';
import type { Check } from '../templating/manifest.js';
import type { Template } from '../templating/template.js';
import type { CheckStep, OutputChecker, Verdict } from './output-checker.js';
import { renderAnswerSets, type GivenAnswers, type RenderedSets, type Result } from './render-answer-sets.js';

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** How one of the template's checks went, over all results. */
export type CheckTally = Tally & { readonly check: Check; readonly skips: readonly { readonly reason: string; readonly times: number }[] };

export type TestFailure = {
  readonly answers: AnswerValues;
  /** How many sets of answers come to this same result. */
  readonly answerSets: number;
} & (
  | { readonly kind: 'render'; readonly error: TemplatingError | DomainError }
  | { readonly kind: 'syntax' | 'command'; readonly message: string; readonly output?: string }
);

export type TestReport = {
  readonly answerSets: number;
  /** Rendered files of all answer sets together. */
  readonly files: number;
  /** Different results, each of which was checked once. */
  readonly results: number;
  readonly rendered: Tally;
  readonly checks: readonly CheckTally[];
  readonly failures: readonly TestFailure[];
};

export type TestOptions = {
  readonly given: GivenAnswers;
  /** Whether check commands may run here. */
  readonly commands: boolean;
  readonly checker: OutputChecker;
  /** How many results are checked at a time. */
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly onProgress: (phase: 'rendering' | 'checking', done: number, all: number) => void;
};

type Checked = { readonly step: CheckStep; readonly verdict: Verdict };

const NOT_RUN: Verdict = { state: 'skipped', reason: 'commands were not to be run' };

const isTried = ({ kind }: CheckStep, { commands }: TestOptions): boolean => commands || kind === 'syntax';

/** Verdicts of one result's steps, in their order. */
const checkResult = async ({ files, steps }: Result, options: TestOptions, onChecked: () => void): Promise<Checked[]> => {
  const tried = steps.filter((step) => isTried(step, options));
  const verdicts: Verdict[] = [];
  if (tried.length > 0)
    for await (const verdict of options.checker.check(files, tried, options.signal)) {
      verdicts.push(verdict);
      onChecked();
    }
  const waiting = verdicts.values();
  return steps.map((step) => ({ step, verdict: isTried(step, options) ? waiting.next().value! : NOT_RUN }));
};

/** Several results at a time; in the order of the results. */
const checkAll = async (results: readonly Result[], options: TestOptions): Promise<Checked[][]> => {
  const all = results.flatMap(({ steps }) => steps).filter((step) => isTried(step, options)).length;
  const checked: Checked[][] = results.map(() => []);
  const waiting = results.entries();
  let done = 0;
  const work = async () => {
    for (const [index, result] of waiting)
      checked[index] = await checkResult(result, options, () => options.onProgress('checking', ++done, all));
  };
  const workers = Array.from({ length: options.parallel }, work);
  await Promise.allSettled(workers); // none is left behind in its folder
  await Promise.all(workers);
  return checked;
};

const tally = (verdicts: readonly Verdict[]): Tally => {
  const count = (state: Verdict['state']) => verdicts.filter((verdict) => verdict.state === state).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
};

const tallyOf = (check: Check, verdicts: readonly Verdict[]): CheckTally => {
  const reasons = verdicts.flatMap((verdict) => (verdict.state === 'skipped' ? verdict.reason : []));
  const skips = [...new Set(reasons)].map((reason) => ({ reason, times: reasons.filter((other) => other === reason).length }));
  return { check, ...tally(verdicts), skips };
};

const failuresOf = ({ answers, answerSets }: Result, checked: readonly Checked[]): TestFailure[] =>
  checked.flatMap(({ step: { kind }, verdict }): TestFailure[] => {
    if (verdict.state !== 'failed') return [];
    const { message, output } = verdict;
    return [{ answers, answerSets, kind, message, ...(output !== undefined && { output }) }];
  });

const report = (template: Template, { answerSets, files, results, failures }: RenderedSets, checked: readonly Checked[][]): TestReport => ({
  answerSets,
  files,
  results: results.length,
  rendered: { passed: answerSets - failures.length, failed: failures.length, skipped: 0 },
  checks: (template.manifest.checks ?? []).map(
    (check, index) =>
    tallyOf(check, checked.flat().flatMap(({ step, verdict }) => (step.check === index ? verdict : []))), // prettier-ignore
  ),
  failures: [
    ...failures.map(({ answers, error }) => ({ answers, answerSets: 1, kind: 'render' as const, error })),
    ...results.flatMap((result, index) => failuresOf(result, checked[index]!)),
  ],
});

/**
 * Renders a template over sets of answers that put every two answers together, and tries the template's own checks on each different result.
 * Nothing is recorded.
 * @throws TemplatingError for given answers that do not fit, and for questions that cannot be answered by example; the signal's reason
 */
export const testTemplate = async (template: Template, options: TestOptions): Promise<TestReport> => {
  const sets = await renderAnswerSets(template, options.given, (done, all) => {
    options.signal.throwIfAborted();
    options.onProgress('rendering', done, all);
  });
  return report(template, sets, await checkAll(sets.results, options));
};
