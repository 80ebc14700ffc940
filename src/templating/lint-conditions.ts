import { namesInCondition } from './condition-names.js';
import { TemplatingError } from './errors.js';
import { finding, type Finding } from './findings.js';
import type { LintText } from './lint-texts.js';
import type { Locate } from './manifest-source.js';
import type { Json, Manifest, Question } from './manifest.js';
import { newBudget } from './mustache-renderer.js';
import { isMet } from './question-texts.js';
import type { Template } from './template.js';

const MAX_CASES = 4096;

/** All answers that a question can have; undefined where they cannot be counted. `undefined` among them stands for no answer. */
const answersOf = ({ type, choices = [], when, group }: Question, delimiter: string): (Json | undefined)[] | undefined => {
  const absent = when === undefined && group === undefined ? [] : [undefined];
  if (type === 'boolean') return [true, false, ...absent];
  if (type !== 'choice') return undefined;
  const values = choices.map((choice) =>
    typeof choice === 'object' && choice !== null && 'value' in choice ? (choice as { readonly value: Json }).value : choice,
  );
  return values.some((value) => typeof value === 'string' && value.includes(delimiter)) ? undefined : [...values, ...absent];
};

const product = (domains: readonly (readonly (Json | undefined)[])[]): (Json | undefined)[][] =>
  domains.reduce<(Json | undefined)[][]>((cases, domain) => cases.flatMap((one) => domain.map((value) => [...one, value])), [[]]);

/** Tries a condition with every answer that the questions in it can have: one that never holds hides something for ever. */
export const conditionFindings = (template: Template, texts: readonly LintText[], locate: Locate): Finding[] =>
  texts
    .filter(({ mode, text, path }) => mode === 'condition' && text.trim() !== '' && !path.includes('items'))
    .flatMap((text) => {
      const questions = questionsIn(template.manifest, namesInCondition(text.text, text.delimiters));
      if (questions === undefined) return [];
      const domains = questions.map((question) => answersOf(question, template.delimiters[0]));
      if (domains.some((domain) => domain === undefined)) return [];
      const known = domains as readonly (readonly (Json | undefined)[])[];
      if (known.reduce((count, domain) => count * domain.length, 1) > MAX_CASES) return [];
      return tried(template, text, questions, product(known), locate);
    });

const questionsIn = ({ questions = [] }: Manifest, names: readonly string[]): Question[] | undefined => {
  const found = [...new Set(names)].map((name) => questions.find((question) => question.name === name));
  return found.some((question) => question === undefined) ? undefined : (found as Question[]);
};

const tried = (
  template: Template,
  { text, path }: LintText,
  questions: readonly Question[],
  cases: readonly (Json | undefined)[][],
  locate: Locate,
): Finding[] => {
  const fields = new Map(questions.map((question) => [question.name, question]));
  const budget = newBudget();
  try {
    const holds = cases.some((values) => {
      const value = Object.fromEntries(
        questions.flatMap(({ name }, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
      );
      return isMet(text, '', { template, frame: { value, fields }, explain: () => undefined, budget });
    });
    return holds ? [] : [finding('warning', 'CONDITION_NEVER', `"${text}" never holds, whatever is answered`, locate(path))];
  } catch (error) {
    if (!(error instanceof TemplatingError) || error.code !== 'CONDITION_UNCLEAR') return []; // reported where names are checked
    return [finding('error', error.code, error.message.replace(/^: /, ''), locate(path), error.details.hint)];
  }
};
