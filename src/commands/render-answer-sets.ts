import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../domain/decider.js';
import type { AnswerValues } from '../templating/answers.js';
import { combinations } from '../templating/combinations.js';
import { exampleInput } from '../templating/example-answers.js';
import { nameHint } from '../templating/did-you-mean.js';
import { TemplatingError } from '../templating/errors.js';
import { answerQuestions } from '../templating/questionnaire.js';
import { renderTemplate, type RenderedFile } from '../templating/render.js';
import { secretMark } from '../templating/secret-mark.js';
import { allQuestions } from '../templating/steps.js';
import type { Template } from '../templating/template.js';
import { checkSteps } from './check-steps.js';
import type { CheckStep } from './output-checker.js';
import { describeFiles, digestOf } from './template-bundle.js';

/** What one or several sets of answers came to: the same files and the same checks. */
export type Result = {
  /** The first of the sets; a secret that was given stands as its mark. */
  readonly answers: AnswerValues;
  readonly answerSets: number;
  readonly files: readonly RenderedFile[];
  readonly steps: readonly CheckStep[];
};

export type RenderFailure = { readonly answers: AnswerValues; readonly error: TemplatingError | DomainError };

export type RenderedSets = {
  readonly answerSets: number;
  /** Of all sets together. */
  readonly files: number;
  readonly results: readonly Result[];
  readonly failures: readonly RenderFailure[];
};

/** Texts of `-a name=value`, by question. */
export type GivenAnswers = Readonly<Record<string, string>>;

/** @throws TemplatingError ANSWER_UNKNOWN */
const refuseStrangers = (template: Template, given: GivenAnswers): void => {
  const askable = allQuestions(template).filter(({ type }) => type !== 'computed').map(({ name }) => name); // prettier-ignore
  const stranger = Object.keys(given).find((name) => !askable.includes(name));
  if (stranger === undefined) return;
  throw new TemplatingError('ANSWER_UNKNOWN', `${template.id} asks no question "${stranger}"`, { field: stranger, hint: nameHint(stranger, askable, 'questions') }); // prettier-ignore
};

/** @throws TemplatingError ANSWER_HIDDEN */
const refuseNeverAsked = (template: Template, given: GivenAnswers, sets: readonly AnswerValues[]): void => {
  const hidden = Object.keys(given).find((name) => given[name] !== '' && sets.every((set) => !Object.hasOwn(set, name)));
  if (hidden === undefined) return;
  throw new TemplatingError('ANSWER_HIDDEN', `with these answers ${template.id} never asks for "${hidden}"`, { field: hidden, hint: `leave "${hidden}" out, or change the answer that its condition depends on` }); // prettier-ignore
};

const shown = (template: Template, answers: AnswerValues, given: GivenAnswers): AnswerValues => {
  const secrets = allQuestions(template).filter(
    ({ name, type }) => type === 'secret' && Object.hasOwn(given, name) && Object.hasOwn(answers, name),
  );
  return { ...answers, ...Object.fromEntries(secrets.map(({ name }) => [name, secretMark(name)])) };
};

type Rendered = Pick<Result, 'files' | 'steps'>;

const render = async (template: Template, request: AnswerValues): Promise<Rendered> => {
  const answers = await answerQuestions(template, { request });
  const input = exampleInput(template, answers);
  const files = renderTemplate(template, answers, { ...(input !== undefined && { input }) });
  if (files.length > 0) return { files, steps: checkSteps(template, answers, files) };
  throw new DomainError('NOTHING_TO_GENERATE', 'no file is written with these answers', {
    hint: 'every file of the template has a "when" that does not hold',
  });
};

const isRefusal = (error: unknown): error is RenderFailure['error'] => error instanceof TemplatingError || error instanceof DomainError;

const keyOf = ({ files, steps }: Rendered): string =>
  JSON.stringify([digestOf(describeFiles(new Map(files.map((file) => [file.path, file])))), steps]);

/**
 * Renders a template over sets of answers in which every two answers that can stand together do so at least once; `given` stand in all of
 * them. Sets that come to the same are one result.
 * @throws TemplatingError for given answers that are unknown, unfit or never asked for, and for a template whose questions cannot be answered by example
 */
export const renderAnswerSets = async (
  template: Template,
  given: GivenAnswers,
  onRendered: (done: number, all: number) => void,
): Promise<RenderedSets> => {
  refuseStrangers(template, given);
  const sets = await combinations(template, given);
  refuseNeverAsked(template, given, sets);
  const results = new Map<string, Result>();
  const failures: RenderFailure[] = [];
  let files = 0;
  for (const [index, set] of sets.entries()) {
    const answers = shown(template, set, given);
    try {
      const rendered = await render(template, set);
      const key = keyOf(rendered);
      const first = results.get(key) ?? { answers, ...rendered, answerSets: 0 };
      results.set(key, { ...first, answerSets: first.answerSets + 1 });
      files += rendered.files.length;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      failures.push({ answers, error });
    }
    onRendered(index + 1, sets.length);
    await setImmediate(); // a person may want to stop it
  }
  return { answerSets: sets.length, files, results: [...results.values()], failures };
};
