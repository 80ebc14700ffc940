import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { draftGeneration, planDraft, type Draft } from '../../commands/draft-generation.js';
import { generate as generateCode } from '../../commands/generate.js';
import type { GenerationDocument } from '../../commands/generation-document.js';
import type { WritePlan } from '../../commands/ports.js';
import { readTemplate } from '../../commands/open-template.js';
import { findVersion, parseTemplateReference } from '../../commands/templates.js';
import type { PublishedVersion } from '../../domain/template/template.js';
import type { Answers, AnswerSources, AnswerValues } from '../../templating/answers.js';
import { answerQuestions } from '../../templating/questionnaire.js';
import type { Template } from '../../templating/template.js';
import { UsageError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { bold, dim, green } from '../output.js';
import type { GenerateOptions } from '../options.js';
import type { Prepared } from '../prepared.js';
import { withFormwork, type Session } from '../with-formwork.js';

const parseFlags = (flags: readonly string[]): Record<string, string> => {
  const parsed = Object.create(null) as Record<string, string>;
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    if (equals < 1) throw new UsageError(`-a "${flag}" is not of the form name=value`, 'write for example: -a ttl_minutes=10');
    parsed[flag.slice(0, equals)] = flag.slice(equals + 1);
  }
  return parsed;
};

const readAnswersFile = async (path: string): Promise<AnswerValues> => {
  const { parseAnswers } = await import('../../templating/parse-answers.js');
  try {
    return parseAnswers(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new UsageError(`--answers ${path}: there is no such file`);
    throw error;
  }
};

const sourcesOf = async ({ answer, answers }: GenerateOptions): Promise<AnswerSources> => ({
  flags: parseFlags(answer),
  ...(answers !== undefined && { answersFile: await readAnswersFile(answers) }),
});

/** Only a person at a terminal is asked; everybody else gets defaults. */
const isInteractive = ({ yes, dryRun }: GenerateOptions): boolean => !yes && !dryRun && process.stdin.isTTY && process.stderr.isTTY;

type Setting = { readonly session: Session; readonly destination: string; readonly force: boolean };

export const prepare = async (
  { session, destination, force }: Setting,
  version: PublishedVersion,
  template: Template,
  answers: Answers,
): Promise<Prepared> => {
  const draft = draftGeneration(template, version, answers, session.metadata);
  const plan = await planDraft(session.formwork.ports.files, draft, destination, { force });
  return { version, template, answers, draft, plan };
};

const describeState: Readonly<Record<WritePlan['files'][number]['state'], string>> = {
  created: 'new',
  overwritten: 'overwritten',
  unchanged: 'unchanged',
  skipped: 'kept as it is',
};

const dryRunDocument = ({ version, draft, plan }: Prepared) => ({
  dryRun: true,
  templateId: version.templateId,
  templateVersion: version.version,
  destination: plan.destination,
  answers: draft.answers,
  files: plan.files.map(({ path, state }) => ({ path, state, content: contentOf(draft, path) })),
});

const contentOf = (draft: Draft, path: string): string | undefined => {
  const file = draft.files.find((candidate) => candidate.path === path);
  return file === undefined ? undefined : Buffer.from(file.stored ?? file.bytes).toString('utf8');
};

const dryRunLines = ({ draft, plan }: Prepared): string[] => [
  ...plan.files.flatMap(({ path, state }) => {
    const content = contentOf(draft, path);
    return content === undefined ? [] : [bold(`── ${path} (${describeState[state]}) ──`), content.replace(/\n$/, '')];
  }),
  dim('dry run: nothing was written, nothing recorded'),
];

const generatedLines = ({ templateId, templateVersion, files, generationId }: GenerationDocument, destination: string): string[] => [
  ...files.map(({ path, state }) => `  ${green(state === 'created' ? '+' : state === 'overwritten' ? '~' : '=')} ${path}`),
  `Generated ${files.length === 1 ? '1 file' : `${files.length} files`} from ${bold(`${templateId}@${templateVersion}`)} in ${destination}`,
  dim(`generation ${generationId}; tell how it went: formwork outcome ${relative('', join(destination, files[0]?.path ?? ''))} --success`),
];

/** `formwork generate`: ask, render, show, write, record. Nothing is recorded before the answers and the plan stand. */
export const generate = (invocation: Invocation, reference: string, dest: string | undefined, options: GenerateOptions): Promise<void> => {
  const destination = resolve(dest ?? '.');
  return withFormwork(
    invocation,
    async (session) => {
      const { ports } = session.formwork;
      const sources = await sourcesOf(options);
      const version = await findVersion(ports, parseTemplateReference(reference), session.metadata);
      const template = await readTemplate(ports.store, version);
      const setting: Setting = { session, destination, force: options.force ?? false };
      const prepareWith = (answers: Answers) => prepare(setting, version, template, answers);
      const prepared = isInteractive(options)
        ? await (await import('../ask.js')).askAndPrepare(template, sources, prepareWith)
        : await prepareWith(await answerQuestions(template, sources));
      for (const { message } of prepared.answers.setAside) invocation.output.note(message);
      if (options.dryRun) return invocation.output.result(dryRunDocument(prepared), () => dryRunLines(prepared));
      const { plan, draft } = prepared;
      const task = options.task === undefined ? {} : { task: options.task };
      const generation = await generateCode(ports, draft, { kind: 'folder', plan, base: session.project.base }, task, session.metadata);
      invocation.output.result(generation, () => generatedLines(generation, plan.destination));
    },
    destination,
  );
};
