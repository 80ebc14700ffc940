import type { Question } from './manifest.js';
import type { IncludedTemplate, Template } from './template.js';

/** One template of a composition; its questions are named `prefix` + name from outside, and by their own names inside. */
export type Part = {
  readonly prefix: string;
  readonly template: Template;
  /** The part that includes this one, and how. */
  readonly parent?: { readonly part: Part; readonly included: IncludedTemplate };
};

/** A question in the order of asking. */
export type Step = {
  /** The name outside its template. */
  readonly name: string;
  readonly question: Question;
  readonly part: Part;
};

const MAX_DEPTH = 10;

const collectParts = (part: Part, depth: number): Part[] => [
  part,
  ...(depth === MAX_DEPTH ? [] : part.template.includes).flatMap((included) =>
    collectParts({ prefix: part.prefix + included.prefix, template: included.template, parent: { part, included } }, depth + 1),
  ),
];

const partsOfTemplates = new WeakMap<Template, readonly Part[]>();

/** A template and everything that it includes, outermost first; the same objects for the same template. */
export const partsOf = (template: Template): readonly Part[] => {
  const known = partsOfTemplates.get(template) ?? collectParts({ prefix: '', template }, 0);
  partsOfTemplates.set(template, known);
  return known;
};

const stepsOfTemplates = new WeakMap<Template, readonly Step[]>();

/** Every question of a template and of all that it includes, in the order of asking. */
export const stepsOf = (template: Template): readonly Step[] => {
  const known =
    stepsOfTemplates.get(template) ??
    partsOf(template).flatMap((part) => part.template.questions.map((question) => ({ name: part.prefix + question.name, question, part })));
  stepsOfTemplates.set(template, known);
  return known;
};

/** An answer that the including template gives is computed there: never asked, recorded or accepted from outside. */
export const isMapped = ({ question, part: { parent } }: Step): boolean =>
  parent !== undefined && Object.hasOwn(parent.included.include.answers ?? {}, question.name);

/** All questions under the names by which they are answered. */
export const allQuestions = (template: Template): Question[] =>
  stepsOf(template).map((step) => ({
    ...step.question,
    name: step.name,
    ...(isMapped(step) && { type: 'computed' as const }),
  }));
