import { given, refuseAnswer } from './answer-values.js';
import type { Answer, AnswerSources, SetAside } from './answers.js';
import { nameHint } from './did-you-mean.js';
import { isMapped, stepsOf } from './steps.js';
import type { Template } from './template.js';

const GIVEN_SOURCES = [
  ['flag', 'flags'],
  ['request', 'request'],
  ['answers-file', 'answersFile'],
] as const;

/** An answer that is left out, with why. */
export const aside = ({ name, value, source }: Answer, reason: SetAside['reason'], message: string): SetAside => ({
  name,
  value,
  source,
  reason,
  message,
});

/** What somebody stated for this run, from the strongest source that has it. */
export const statedIn = (sources: AnswerSources, name: string): Answer | undefined => {
  for (const [source, key] of GIVEN_SOURCES) {
    const value = given(sources[key], name);
    if (value !== undefined) return { name, value, source };
  }
  return undefined;
};

/** Answers of an earlier run to questions that the template no longer has. */
export const strayPrevious = (template: Template, { previous = {} }: AnswerSources): SetAside[] => {
  const known = new Set(stepsOf(template).map(({ name }) => name));
  return Object.entries(previous)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => {
      const message = `${template.id} has no question "${name}" any more; its earlier answer is left aside`;
      return aside({ name, value, source: 'previous' }, 'unknown', message);
    });
};

/** @throws TemplatingError for an answer to a question that there is not, or that nobody may answer. */
export const refuseStrangers = (template: Template, sources: AnswerSources): void => {
  const steps = stepsOf(template);
  const known = new Set(steps.map(({ name }) => name));
  const askable = new Set(steps.filter((step) => step.question.type !== 'computed' && !isMapped(step)).map(({ name }) => name));
  for (const name of GIVEN_SOURCES.flatMap(([, key]) => Object.keys(sources[key] ?? {}))) {
    if (!known.has(name))
      throw refuseAnswer('ANSWER_UNKNOWN', name, `${template.id} has no question "${name}"`, nameHint(name, askable, 'questions'));
    if (!askable.has(name))
      throw refuseAnswer('ANSWER_COMPUTED', name, `"${name}" is computed from other answers and takes none itself`, `leave "${name}" out`);
  }
};
