import { trace as traceSubject, type Trace, type TracedFile } from '../../queries/trace.js';
import { EXIT } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { bold, dim, green, red, yellow } from '../output.js';
import { withReadModels } from '../read-models.js';
import { parseSubject } from '../subject.js';
import { withFormwork } from '../with-formwork.js';

const HOW_MATCHED: Readonly<Record<Trace['matchedBy'], string>> = {
  path: 'generated here',
  'answers-file': 'recognised by the answers file beside it; it was generated elsewhere',
  content: 'a copy, recognised by its content; it was generated elsewhere',
  id: 'a generation',
};

const describeCondition = ({ condition }: TracedFile): string => {
  switch (condition) {
    case 'as-generated':
      return green('unchanged since it was generated');
    case 'edited':
      return yellow('edited since it was generated');
    case 'missing':
      return red('gone: it was generated here and is not there any more');
    case undefined:
      return '';
  }
};

const describeOutcome = ({ success, source, score, message, at }: Trace['generation']['outcomes'][number]): string => {
  const details = [source, ...(score === undefined ? [] : [`score ${score}`]), ...(message === undefined ? [] : [message])].join(', ');
  return `  ${at}  ${success ? green('success') : red('failure')} (${details})`;
};

const verificationLines = ({ verification }: Trace): string[] => {
  if (verification === undefined) return [];
  const { identical, files } = verification;
  return [
    '',
    identical
      ? green('Verified: rendered again from the events, byte for byte the same')
      : red('NOT verified: rendering again from the events gives other bytes'),
    ...files.map((file) => `  ${file.identical ? green('=') : red('≠')} ${file.path}  ${dim(file.recorded)}`),
  ];
};

const subjectLines = (subject: string, { matchedBy, file }: Trace): string[] => [
  `${bold(subject)}: ${HOW_MATCHED[matchedBy]}`,
  ...(file === undefined || file.condition === undefined ? [] : [`  ${describeCondition(file)}`]),
  ...(file === undefined ? [] : [dim(`  sha256 ${file.sha256} as generated`)]),
];

const traceLines = (subject: string, traced: Trace): string[] => {
  const { generation, template, history, file } = traced;
  return [
    ...subjectLines(subject, traced),
    '',
    `Template    ${bold(`${template.templateId}@${template.version}`)}${template.digest === undefined ? '' : dim(`  sha256 ${template.digest}`)}`,
    `Generated   ${generation.requestedAt} by ${generation.actor}${generation.destination === '' ? '' : ` in ${generation.destination}`}`,
    `Generation  ${generation.generationId} (${generation.status})`,
    ...(generation.task === undefined ? [] : [`Task        ${generation.task}`]),
    'Answers',
    ...generation.answers.map(({ name, value, source }) => `  ${name} = ${JSON.stringify(value)} ${dim(`(${source})`)}`),
    ...(generation.outcomes.length === 0 ? ['Outcomes    none recorded'] : ['Outcomes', ...generation.outcomes.map(describeOutcome)]),
    ...(history.length < 2
      ? []
      : [
          'History',
          ...history.map(
            (step) => `  ${step.requestedAt}  ${step.templateId}@${step.templateVersion}  ${step.state}  ${dim(step.generationId)}`,
          ),
        ]),
    ...(file?.diff === undefined ? [] : ['', file.diff.trimEnd()]),
    ...verificationLines(traced),
  ];
};

/** `formwork trace FILE|SHA256|GENERATION`: exit 1 for a stranger, and when the verification fails. */
export const trace = (invocation: Invocation, subject: string, { verify = false }: { readonly verify?: boolean }): Promise<number> =>
  withFormwork(invocation, async ({ formwork }) => {
    const parsed = await parseSubject(subject, formwork.home);
    const traced = await withReadModels(formwork, (db) => traceSubject(formwork.ports.store, db, parsed, { verify }));
    invocation.output.result(traced, () => traceLines(subject, traced));
    return traced.verification?.identical === false ? EXIT.failed : EXIT.done;
  });
