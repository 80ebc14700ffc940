import type { CheckTally, TestFailure, TestReport } from '../commands/test-template.js';
import { describeFailure, type Failure } from '../gateway/failure.js';
import type { AnswerValues } from '../templating/answers.js';
import type { Check } from '../templating/manifest.js';
import type { NamedTemplate } from './named-template.js';
import { bold, dim, green, red, yellow } from './output.js';
import { shellWord } from './shell-words.js';
import { tableLines } from './table-lines.js';
import type { Cell } from './terminal/table.js';
import { printable } from './terminal/text.js';
import { counted } from './wording.js';

const SHOWN_RESULTS = 3;
const SHOWN_OUTPUT_LINES = 20;

const nameOf = (check: Check): string => (check.kind === 'syntax' ? 'syntax' : check.run.join(' '));

/** The command line that tries this one set of answers again. */
const again = (name: string, answers: AnswerValues): string =>
  ['formwork template test', shellWord(name)]
    .concat(
      Object.entries(answers).map(
        ([question, value]) => `-a ${shellWord(`${question}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`,
      ),
    ) // prettier-ignore
    .join(' ');

const whatFailed = (failure: TestFailure): Partial<Failure> & { readonly message: string } =>
  failure.kind === 'render' ? describeFailure(failure.error)! : { message: failure.message };

export const testDocument = ({ name, template }: NamedTemplate, { checks, failures, ...report }: TestReport) => ({
  templateId: template.id,
  version: template.version,
  source: name,
  passed: failures.length === 0,
  ...report,
  checks: checks.map(({ check, ...tally }) => ({ ...check, ...tally })),
  failures: failures.map((failure) => ({
    kind: failure.kind,
    ...whatFailed(failure),
    ...(failure.kind !== 'render' && failure.output !== undefined && { output: failure.output }),
    answers: failure.answers,
    answerSets: failure.answerSets,
    again: again(name, failure.answers),
  })),
});

const count = (times: number, format: 'green' | 'red' | 'yellow'): Cell => (times === 0 ? '0' : { text: String(times), format });

const tallyRow = (name: string, { passed, failed, skipped }: Pick<CheckTally, 'passed' | 'failed' | 'skipped'>): readonly Cell[] => [
  name,
  count(passed, 'green'),
  count(failed, 'red'),
  count(skipped, 'yellow'),
];

const skipLines = ({ check, skips }: CheckTally): string[] =>
  skips.map(({ reason, times }) => `${yellow('skipped')} ${nameOf(check)}: ${reason} (${counted(times, 'time')})`);

const outputLines = (output: string): string[] => {
  const lines = printable(output).split('\n');
  const left = lines.length - SHOWN_OUTPUT_LINES;
  return [...lines.slice(0, SHOWN_OUTPUT_LINES), ...(left > 0 ? [`… ${counted(left, 'more line')}`] : [])].map((line) =>
    `    ${line}`.trimEnd(),
  );
};

const failureLines = (failure: TestFailure): string[] => {
  const { message, hint } = whatFailed(failure);
  return [
    `${red('failed')} ${printable(message)}`,
    ...(hint === undefined ? [] : [`    ${hint}`]),
    ...(failure.kind === 'render' || failure.output === undefined ? [] : outputLines(failure.output)),
  ];
};

const resultLines = (name: string, failures: readonly TestFailure[]): string[] => {
  const { answers, answerSets } = failures[0]!;
  const others = answerSets > 1 ? [dim(`  (${counted(answerSets - 1, 'more answer set')} with the same result)`)] : [];
  return ['', ...failures.flatMap(failureLines), `  again: ${again(name, answers)}`, ...others];
};

const byResult = (failures: readonly TestFailure[]): readonly (readonly TestFailure[])[] => {
  const results = new Map<AnswerValues, TestFailure[]>();
  for (const failure of failures) {
    const known = results.get(failure.answers);
    if (known === undefined) results.set(failure.answers, [failure]);
    else known.push(failure);
  }
  return [...results.values()];
};

/** The first results that failed, each with the answers that led to it. */
export const failuresLines = ({ name }: NamedTemplate, { failures }: TestReport): readonly string[] => {
  const results = byResult(failures);
  const left = results.length - SHOWN_RESULTS;
  return [
    ...results.slice(0, SHOWN_RESULTS).flatMap((failed) => resultLines(name, failed)),
    ...(left > 0 ? ['', dim(`… and with ${counted(left, 'more result')}: --json has all of them`)] : []),
  ];
};

const verdict = ({ failures, checks }: TestReport): string => {
  if (failures.length > 0) return red(counted(failures.length, 'failure'));
  if (checks.length === 0) return `${green('everything renders')}; the template declares no checks`;
  return checks.some(({ skipped }) => skipped > 0) ? green('nothing failed; see above what was skipped') : green('everything passed');
};

const scope = ({ answerSets, files, results, rendered }: TestReport): string =>
  [
    counted(answerSets, 'answer set'),
    counted(files, 'file'),
    ...(results < rendered.passed ? [`${counted(results, 'different result')}, each checked once`] : []),
  ].join(', ');

/** How a template did, for people to read. */
export const testLines = (named: NamedTemplate, report: TestReport): readonly string[] => [
  `${bold(`${named.template.id}@${named.template.version}`)}: ${scope(report)}`,
  '',
  ...tableLines(
    ['CHECK', 'PASSED', 'FAILED', 'SKIPPED'],
    [tallyRow('answer sets render', report.rendered), ...report.checks.map((tally) => tallyRow(nameOf(tally.check), tally))],
  ),
  ...report.checks.flatMap(skipLines),
  ...failuresLines(named, report),
  '',
  verdict(report),
];
