import { secretMark } from './secret-mark.js';
import type { Json, Question } from './manifest.js';

/** Where an answer came from; the same words as in the events. */
export type AnswerSource =
  | 'flag'
  | 'request'
  | 'answers-file'
  | 'previous'
  | 'prompt'
  | 'inferred'
  | 'learned'
  | 'workspace-default'
  | 'user-default'
  | 'template-default'
  | 'computed';

/** An answer with its origin; inferred ones also say how sure the model was, and which model. */
export type Answer = {
  readonly name: string;
  readonly value: Json;
  readonly source: AnswerSource;
  readonly confidence?: number;
  readonly model?: string;
};

/** Values by question name. */
export type AnswerValues = Readonly<Record<string, Json>>;

/** A default proposed from outside the template, with the reason that a person is shown. */
export type Suggestion = {
  readonly value: unknown;
  readonly hint?: string;
  /** `learned` unless said otherwise. */
  readonly source?: 'learned' | 'inferred';
  readonly confidence?: number;
  readonly model?: string;
};

/** Everything that may answer beside the person, strongest first. */
export type AnswerSources = {
  /** Raw texts of `-a name=value`. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly request?: AnswerValues;
  readonly answersFile?: AnswerValues;
  /** Answers of an earlier run, in the form of `Answers.written`: used without asking, and reported where they no longer fit. */
  readonly previous?: AnswerValues;
  readonly suggest?: (name: string, answers: AnswerValues) => Promise<Suggestion | undefined>;
  readonly workspaceDefaults?: AnswerValues;
  readonly userDefaults?: AnswerValues;
};

/** An answer that was on hand and is not among the result: told to the person, never dropped in silence. */
export type SetAside = {
  readonly name: string;
  readonly value: Json;
  readonly source: AnswerSource;
  /** `hidden`: its condition is false; `unknown`: the template has no such question (any more); `unfit`: a default that does not fit. */
  readonly reason: 'hidden' | 'unknown' | 'unfit';
  readonly message: string;
};

/** The outcome of asking a template's questions. */
export type Answers = {
  /** In the order of the questions, computed ones and secrets in clear among them: for rendering only. Hidden and unanswered questions are missing. */
  readonly all: readonly Answer[];
  /** What may be kept: without computed values, which follow from the others, and with `‹secret:NAME›` where secrets stand. */
  readonly recorded: readonly Answer[];
  /** What an answers file holds, by name: without computed values and secrets. */
  readonly written: AnswerValues;
  readonly setAside: readonly SetAside[];
  /** Optional questions that were shown and left without an answer. */
  readonly unanswered: readonly string[];
};

const DERIVED_SOURCES: ReadonlySet<AnswerSource> = new Set([
  'inferred',
  'learned',
  'workspace-default',
  'user-default',
  'template-default',
  'computed',
]);

/** Whether nobody chose the answer: it follows when an answer that it was derived from changes. */
export const isDerived = ({ source }: Answer): boolean => DERIVED_SOURCES.has(source);

/** Without a prototype, so that no name is known before it is answered. */
export const valuesOf = (answers: readonly Answer[]): Record<string, Json> => {
  const values = Object.create(null) as Record<string, Json>;
  for (const { name, value } of answers) values[name] = value;
  return values;
};

/** An item of a list without its computed values, which follow from the others. */
const withoutComputed = ({ items }: Question, value: Json): Json => {
  if (items === undefined || !Array.isArray(value)) return value;
  const kept = new Map(items.filter(({ type }) => type !== 'computed').map((item) => [item.name, item]));
  return (value as readonly Json[]).map((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
    const members = Object.entries(item).filter(([name]) => kept.has(name));
    return Object.fromEntries(members.map(([name, member]) => [name, withoutComputed(kept.get(name)!, member)]));
  });
};

/** A text is parsed where the question takes data, so a text that is the data itself is written as JSON. */
const inFile = ({ type, items }: Question, value: Json): Json => {
  if ((type === 'json' || type === 'yaml') && typeof value === 'string') return JSON.stringify(value);
  if (items === undefined || !Array.isArray(value)) return value;
  const questions = new Map(items.map((item) => [item.name, item]));
  return (value as readonly Json[]).map((item) =>
    item === null || typeof item !== 'object' || Array.isArray(item)
      ? item
      : Object.fromEntries(Object.entries(item).map(([name, member]) => [name, inFile(questions.get(name) ?? STRAY, member)])),
  );
};

/** Stands for a question that the template does not have. */
const STRAY: Question = { name: '', type: 'string' };

/** Sorts answers into what is rendered, kept and written; also for answers that were read back from events. */
export const toAnswers = (
  questions: readonly Question[],
  all: readonly Answer[],
  { setAside = [], unanswered = [] }: Partial<Pick<Answers, 'setAside' | 'unanswered'>> = {},
): Answers => {
  const byName = new Map(questions.map((question) => [question.name, question]));
  const questionOf = ({ name }: Answer): Question => byName.get(name) ?? STRAY;
  const kept = all
    .filter((answer) => questionOf(answer).type !== 'computed')
    .map((answer) => ({ ...answer, value: withoutComputed(questionOf(answer), answer.value) }));
  const isSecret = (answer: Answer) => questionOf(answer).type === 'secret';
  const open = kept.filter((answer) => !isSecret(answer));
  return {
    all,
    recorded: kept.map((answer) => (isSecret(answer) ? { ...answer, value: secretMark(answer.name) } : answer)),
    written: valuesOf(open.map((answer) => ({ ...answer, value: inFile(questionOf(answer), answer.value) }))),
    setAside,
    unanswered,
  };
};
