import type { AnswerValues } from './answers.js';
import { TemplatingError } from './errors.js';
import type { Json, Question } from './manifest.js';
import { explainInputText } from './input-file.js';
import type { FitContext } from './fit-answer.js';
import { newBudget, type Budget } from './mustache-renderer.js';
import { computedValue, isMet, renderTexts } from './question-texts.js';
import type { Explanation } from './scope.js';
import type { Part, Step } from './steps.js';

/**
 * Answers as they come about, one set for each part of a composition. A question sees the earlier answers of its own template, so a
 * circle of defaults cannot be written down.
 */
export class AnswersSoFar {
  readonly #values = new Map<Part, Record<string, Json>>();
  readonly #fields = new Map<Part, Map<string, Question>>();
  readonly #groups = new Map<Part, Map<string, boolean>>();
  readonly #budget: Budget = newBudget();

  constructor(private readonly parseYaml?: (text: string) => Json) {}

  /** Moves on past a question, answered or not. A secret's value stays out of sight: what other texts make of it would be recorded. */
  add({ part, question }: Step, value: Json | undefined): void {
    const values = this.values(part);
    if (question.type === 'secret') return;
    this.fields(part).set(question.name, question);
    if (value !== undefined) values[question.name] = value;
  }

  values(part: Part): Record<string, Json> {
    const values = this.#values.get(part) ?? (Object.create(null) as Record<string, Json>);
    this.#values.set(part, values);
    return values;
  }

  fields(part: Part): Map<string, Question> {
    const fields = this.#fields.get(part) ?? new Map<string, Question>();
    this.#fields.set(part, fields);
    return fields;
  }

  context(part: Part): FitContext {
    return {
      template: part.template,
      frame: { value: this.values(part), fields: this.fields(part) },
      explain: (name) => explainQuestion(part, name),
      budget: this.#budget,
      ...(this.parseYaml !== undefined && { parseYaml: this.parseYaml }),
    };
  }

  /** Whether the question is shown: the whole template included, its group shown (found out at its first question), its own condition met. */
  isShown({ part, question }: Step): boolean {
    return (
      this.isIncluded(part) &&
      this.isGroupShown(part, question) &&
      isMet(question.when, `questions.${question.name}.when`, this.context(part))
    );
  }

  isIncluded({ parent }: Part): boolean {
    if (parent === undefined) return true;
    const { part, included } = parent;
    return this.isIncluded(part) && isMet(included.include.when, `includes.${included.prefix.slice(0, -1)}.when`, this.context(part));
  }

  /** The value of a question that is never asked. */
  derive({ part, question }: Step): Json {
    const mapped = part.parent?.included.include.answers?.[question.name];
    if (part.parent !== undefined && mapped !== undefined)
      return renderTexts(mapped, `includes.${part.prefix.slice(0, -1)}.answers.${question.name}`, this.context(part.parent.part));
    return computedValue(question.value ?? '', `questions.${question.name}.value`, this.context(part));
  }

  private isGroupShown(part: Part, { group }: Question): boolean {
    if (group === undefined) return true;
    const groups = this.#groups.get(part) ?? new Map<string, boolean>();
    this.#groups.set(part, groups);
    const known = groups.get(group);
    if (known !== undefined) return known;
    const condition = part.template.manifest.groups?.find(({ name }) => name === group)?.when;
    const isShown = isMet(condition, `groups.${group}.when`, this.context(part));
    groups.set(group, isShown);
    return isShown;
  }
}

const explainQuestion = ({ template }: Part, name: string): Explanation | undefined => {
  const question = template.questions.find((candidate) => candidate.name === name);
  if (question === undefined) return explainInputText(name, template.questions);
  if (question.type === 'secret')
    return { message: `"${name}" is a secret, and what this text becomes is recorded`, hint: 'use secrets in the bodies of files only' };
  return { message: `"${name}" is asked only later`, hint: `move the question "${name}" before the one that refers to it` };
};

/** The named value of a source, own members only. */
export const given = (values: AnswerValues | undefined, name: string): Json | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;

export const refuseAnswer = (code: string, name: string, message: string, hint?: string): TemplatingError =>
  new TemplatingError(code, message, { field: name, ...(hint !== undefined && { hint }) });
