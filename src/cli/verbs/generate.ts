import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { draftGeneration, planDraft } from '../../commands/draft-generation.js';
import { readInput } from '../../commands/input.js';
import { readTemplate } from '../../commands/open-template.js';
import { findVersion, parseTemplateReference, type TemplateReference } from '../../commands/templates.js';
import type { Answers, AnswerSources, AnswerValues } from '../../templating/answers.js';
import { answerQuestions } from '../../templating/questionnaire.js';
import { parseAnswerFlags } from '../answer-flags.js';
import { carryOut } from '../carry-out.js';
import { defaultAnswers } from '../default-answers.js';
import { UsageError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import type { GenerateOptions } from '../options.js';
import type { Prepared } from '../prepared.js';
import { withFormwork, type Session } from '../with-formwork.js';

const readAnswersFile = async (path: string): Promise<AnswerValues> => {
  if (!existsSync(path)) throw new UsageError(`--answers ${path}: there is no such file`);
  const { parseAnswers } = await import('../../templating/parse-answers.js');
  return parseAnswers(readFileSync(path, 'utf8'), path);
};

const sourcesOf = async ({ answer, answers }: GenerateOptions, templateId: string, destination: string): Promise<AnswerSources> => ({
  flags: parseAnswerFlags(answer),
  ...(answers !== undefined && { answersFile: await readAnswersFile(answers) }),
  ...(await defaultAnswers(templateId, destination)),
});

/** Only a person at a terminal is asked; everybody else gets defaults. */
const isInteractive = ({ yes, dryRun }: GenerateOptions): boolean => !yes && !dryRun && process.stdin.isTTY && process.stderr.isTTY;

type Wish = { readonly reference?: string; readonly destination: string };

/** Without an id the task says what is wanted, and the only argument can be the destination. */
const readWish = async (first: string | undefined, dest: string | undefined, { task, language, kind }: GenerateOptions): Promise<Wish> => {
  if (task === undefined) {
    if (first === undefined) throw new UsageError('say which template, or what is wanted with --task', 'see formwork template list');
    if (language !== undefined || kind !== undefined) throw new UsageError('--language and --kind help to find a template for a --task');
    return { reference: first, destination: resolve(dest ?? '.') };
  }
  const isOnlyDestination = first === undefined || (dest === undefined && (await import('../find-template.js')).isDestination(first));
  return isOnlyDestination ? { destination: resolve(first ?? '.') } : { reference: first, destination: resolve(dest ?? '.') };
};

const referenceOf = async ({ reference }: Wish, session: Session, options: GenerateOptions): Promise<TemplateReference> => {
  if (reference !== undefined) return parseTemplateReference(reference);
  const { findTemplateForTask } = await import('../find-template.js');
  const { task = '', language, kind } = options;
  const wanted = { task, ...(language !== undefined && { language }), ...(kind !== undefined && { kind }) };
  return findTemplateForTask(session, wanted, { ask: isInteractive(options) });
};

/** `formwork generate`: ask, render, show, write, record. Nothing is recorded before the answers and the plan stand. */
export const generate = async (
  invocation: Invocation,
  first: string | undefined,
  dest: string | undefined,
  options: GenerateOptions,
): Promise<void> => {
  const wish = await readWish(first, dest, options);
  const { destination } = wish;
  return withFormwork(
    invocation,
    async (session) => {
      const { ports } = session.formwork;
      const version = await findVersion(ports, await referenceOf(wish, session, options), session.metadata);
      const template = await readTemplate(ports.store, version);
      const sources = await sourcesOf(options, template.id, destination);
      const prepare = async (answers: Answers): Promise<Prepared> => {
        const input = await readInput(ports, template, answers, destination);
        const draft = draftGeneration(template, version, answers, session.metadata, input);
        const plan = await planDraft(ports.files, draft, destination, { force: options.force ?? false });
        return { version, template, answers, draft, plan };
      };
      const prepared = isInteractive(options)
        ? await (await import('../ask.js')).askAndPrepare(template, sources, prepare)
        : await prepare(await answerQuestions(template, sources));
      const { task, dryRun } = options;
      await carryOut(invocation, session, prepared, { ...(task !== undefined && { task }), ...(dryRun && { dryRun }) });
    },
    destination,
  );
};
