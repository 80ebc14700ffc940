import { refuseAnswer } from './answer-values.js';
import { isDerived, type Answers, type AnswerSources } from './answers.js';
import type { Asker } from './asking.js';
import { nameHint } from './did-you-mean.js';
import type { Json, Question } from './manifest.js';
import { NOTHING_KEPT, QuestionPass, type Kept } from './question-pass.js';
import { allQuestions } from './steps.js';
import type { Template } from './template.js';

/** The YAML parser is large: it is loaded where a question takes YAML, and nowhere else. */
const yamlParserFor = async (questions: readonly Question[]): Promise<((text: string) => Json) | undefined> => {
  const takesYaml = (list: readonly Question[]): boolean =>
    list.some(({ type, items }) => type === 'yaml' || (items !== undefined && takesYaml(items)));
  return takesYaml(questions) ? (await import('./yaml-text.js')).parseYamlText : undefined;
};

/**
 * Takes a template's questions in order. Each is answered by the first of: flags, request, answers file, an earlier run, the person, and then
 * the defaults: suggested, of the workspace, of the user, of the template.
 * @throws TemplatingError naming the question, for an answer that is hidden, computed, unknown or unfit, for one that is missing, and for a
 * template that contradicts itself
 */
export const answerQuestions = async (template: Template, sources: AnswerSources = {}, asker?: Asker): Promise<Answers> =>
  new QuestionPass(template, sources, asker, NOTHING_KEPT, await yamlParserFor(allQuestions(template))).run();

/** What stays of a finished questionnaire when one of its answers is to change. */
const keptOf = (template: Template, { all, setAside, unanswered }: Answers, name: string): Kept => {
  const known = allQuestions(template).flatMap((question) => (question.type === 'computed' ? [] : [question.name]));
  if (!known.includes(name))
    throw refuseAnswer('ANSWER_UNKNOWN', name, `${template.id} has no question "${name}" to change`, nameHint(name, known, 'questions'));
  const hidden = setAside.filter(({ reason }) => reason === 'hidden');
  const chosen = [...hidden, ...all].filter((answer) => !isDerived(answer));
  return {
    chosen: new Map(chosen.map((answer) => [answer.name, { name: answer.name, value: answer.value, source: answer.source }])),
    untouched: new Set([...all.filter(isDerived).map((answer) => answer.name), ...unanswered]),
  };
};

/** What was given for the run is among the answers already. */
const withoutGiven = (sources: AnswerSources): AnswerSources => ({ ...sources, flags: {}, request: {}, answersFile: {} });

/**
 * Changes one answer of a finished questionnaire. Answers that somebody chose stay; defaults that nobody touched follow the change; questions
 * that come into sight are asked; answers that are hidden now are set aside, and come back when they are shown again.
 * @throws TemplatingError as `answerQuestions`
 */
export const changeAnswer = async (
  template: Template,
  answers: Answers,
  { name, value }: { readonly name: string; readonly value: Json },
  sources: AnswerSources = {},
  asker?: Asker,
): Promise<Answers> => {
  const kept: Kept = { ...keptOf(template, answers, name), changed: { name, value, source: 'prompt' } };
  return new QuestionPass(template, withoutGiven(sources), asker, kept, await yamlParserFor(allQuestions(template))).run();
};

/** Asks one question of a finished questionnaire once more, its present answer proposed; then as `changeAnswer`. */
export const askAgain = async (
  template: Template,
  answers: Answers,
  name: string,
  sources: AnswerSources,
  asker: Asker,
): Promise<Answers> => {
  const answer = answers.all.find((one) => one.name === name);
  const kept: Kept = { ...keptOf(template, answers, name), again: { name, ...(answer !== undefined && { answer }) } };
  return new QuestionPass(template, withoutGiven(sources), asker, kept, await yamlParserFor(allQuestions(template))).run();
};
