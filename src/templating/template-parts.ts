import { AnswersSoFar } from './answer-values.js';
import type { Answers } from './answers.js';
import { fitAnswer } from './fit-answer.js';
import { INPUT, INPUT_TEXT, INPUT_TEXT_QUESTION, inputQuestion, type InputFile } from './input-file.js';
import type { Json, Question } from './manifest.js';
import type { Budget } from './mustache-renderer.js';
import { renderText, type TextContext } from './question-texts.js';
import type { Fields, Frame } from './scope.js';
import { secretMark } from './secret-mark.js';
import { isMapped, partsOf, stepsOf, type Part, type Step } from './steps.js';
import type { Template } from './template.js';

/** Texts that were written for slots, by name; in an included template by `namespace.name`. */
export type SlotTexts = Readonly<Record<string, string>>;

/** One template of a composition with its answers in place. */
export type AnsweredPart = {
  readonly part: Part;
  /** For texts that are recorded: without secrets. */
  readonly texts: TextContext;
  /** For bodies. */
  readonly frame: Frame;
  /** The same with `‹secret:NAME›` for secrets; missing where the part has none. */
  readonly masked?: Frame;
};

const slotValues = ({ prefix, template }: Part, texts: TextContext, slots: SlotTexts): Record<string, Json> =>
  Object.fromEntries(
    (template.manifest.slots ?? []).map(({ name, fallback }) => [
      name,
      Object.hasOwn(slots, prefix + name) ? slots[prefix + name]! : renderText(fallback, `slots.${name}.fallback`, texts),
    ]),
  );

const hasComputed = ({ items }: Question): boolean => items?.some((item) => item.type === 'computed' || hasComputed(item)) ?? false;

/** An answer with the computed values inside its items, which recorded answers do not have. */
const completed = ({ question, part }: Step, value: Json, soFar: AnswersSoFar): Json => {
  const fit = hasComputed(question) ? fitAnswer(question, value, soFar.context(part), { isData: true }) : undefined;
  return fit?.ok === true ? fit.value : value;
};

const derivedValue = (step: Step, soFar: AnswersSoFar): Json | undefined => {
  const { question, part } = step;
  if (!(question.type === 'computed' || isMapped(step)) || !soFar.isShown(step)) return undefined;
  const value = soFar.derive(step);
  const fit = question.type === 'computed' ? undefined : fitAnswer(question, value, soFar.context(part));
  return fit?.ok === true ? fit.value : value;
};

const fieldsOfTemplates = new WeakMap<Template, Fields>();

const fieldsOfTemplate = (template: Template): Fields => {
  const { questions } = template;
  const named = inputQuestion(questions) === undefined ? questions : [...questions, INPUT_TEXT_QUESTION];
  const known = fieldsOfTemplates.get(template) ?? new Map(named.map((question) => [question.name, question]));
  fieldsOfTemplates.set(template, known);
  return known;
};

/** What rendering takes beside the answers. */
export type RenderOptions = { readonly slots?: SlotTexts; readonly input?: InputFile };

/** The text of the input file, for a template that asks for this very file. */
const inputValues = ({ template }: Part, values: Readonly<Record<string, Json>>, input: InputFile | undefined): Record<string, Json> =>
  input === undefined || inputQuestion(template.questions) === undefined || values[INPUT] !== input.path
    ? {}
    : { [INPUT_TEXT]: input.text };

/** Puts answers into place. Computed values that are not among them, as in answers read back from events, are computed again. */
export const answeredParts = (
  template: Template,
  { all }: Answers,
  budget: Budget,
  { slots = {}, input }: RenderOptions = {},
): AnsweredPart[] => {
  const soFar = new AnswersSoFar();
  const answers = new Map(all.map(({ name, value }) => [name, value]));
  const secrets = new Map<Part, Record<string, Json>>();
  for (const step of stepsOf(template)) {
    const { name, question, part } = step;
    const value = answers.has(name) ? completed(step, answers.get(name)!, soFar) : derivedValue(step, soFar);
    if (question.type === 'secret' && value !== undefined) secrets.set(part, { ...secrets.get(part), [question.name]: value });
    soFar.add(step, value);
  }
  return partsOf(template)
    .filter((part) => soFar.isIncluded(part))
    .map((part) => {
      const texts: TextContext = { ...soFar.context(part), budget };
      const own = secrets.get(part);
      const fields = fieldsOfTemplate(part.template);
      const answered = soFar.values(part);
      const values = { ...answered, ...inputValues(part, answered, input), slots: slotValues(part, texts, slots) };
      if (own === undefined) return { part, texts, frame: { value: values, fields } };
      const marks = Object.fromEntries(Object.keys(own).map((name) => [name, secretMark(part.prefix + name)]));
      return { part, texts, frame: { value: { ...values, ...own }, fields }, masked: { value: { ...values, ...marks }, fields } };
    });
};
