import { nameHint } from './did-you-mean.js';
import { limitsBroken, shown } from './answer-limits.js';
import { castBoolean, castData, castNumber, castSecret, castText, fits, isScalar, refused, type Fit } from './cast-value.js';
import { listFrom } from './list-text.js';
import { TemplatingError } from './errors.js';
import type { Json, Question } from './manifest.js';
import { labelOf, offeredChoices, type Offer } from './offered-choices.js';
import { isSameJson } from './same-json.js';
import { computedValue, isMet, renderText, renderTexts, type TextContext } from './question-texts.js';

export type FitContext = TextContext & {
  /** Reads the texts of `yaml` answers; handed in, so that the parser is loaded only where a template asks for YAML. */
  readonly parseYaml?: (text: string) => Json;
};

export const isRequired = ({ required, default: fallback }: Question): boolean => required ?? fallback === undefined;

const castChoice = ({ open, withheld }: Offer, given: unknown): Fit => {
  const isGiven = ({ value }: { readonly value: Json }) =>
    isSameJson(value, given as Json) || (typeof given === 'string' && given === labelOf(value));
  const found = open.find(isGiven);
  if (found !== undefined) return fits(found.value);
  const offer = open.map(({ value }) => labelOf(value));
  const isWithheld = withheld.some(isGiven);
  const list = isWithheld
    ? `on offer are: ${offer.join(', ')}`
    : typeof given === 'string'
      ? nameHint(given, offer, 'choices')
      : offer.join(', ');
  return refused(`${shown(given)} is ${isWithheld ? 'not on offer with the answers so far' : 'not one of the choices'}; ${list}`);
};

const NO_LIST = (given: unknown) => refused(`${shown(given)} is not a list; write JSON, as in ["a","b"], or plain values between commas`);

/** In the order in which the person chose. */
const castMultiChoice = (question: Question, given: unknown, context: FitContext): Fit => {
  const items = listFrom(given);
  if (items === undefined) return NO_LIST(given);
  const offer = offeredChoices(question, context);
  const chosen: Json[] = [];
  for (const item of items) {
    const fit = castChoice(offer, item);
    if (!fit.ok) return fit;
    if (!chosen.some((value) => isSameJson(value, fit.value))) chosen.push(fit.value);
  }
  return fits(chosen);
};

/** `isData`: the item was an answer before, so its computed values may be there, and are computed anew. */
const castItem = (questions: readonly Question[], given: unknown, context: FitContext, isData: boolean): Fit => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return refused(`${shown(given)} is not an object of answers`);
  const known = questions.map(({ name }) => name);
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined) return refused(`it has no question "${stranger}"; ${nameHint(stranger, known)}`);
  const item: Record<string, Json> = {};
  const fields = new Map<string, Question>();
  const inItem: FitContext = { ...context, frame: { value: item, parent: context.frame, fields } };
  for (const question of questions) {
    const { name } = question;
    const isComputed = question.type === 'computed';
    const value = Object.hasOwn(given, name) && !(isComputed && isData) ? (given as Readonly<Record<string, unknown>>)[name] : undefined;
    const isShown = isMet(question.when, `questions.${name}.when`, inItem);
    if (isComputed && value !== undefined) return refused(`"${name}" is computed and takes no answer`);
    if (!isShown && value !== undefined) return refused(`"${name}" is not asked there, since its condition is false`);
    const fit = isShown ? fitOrDefault(question, value, inItem, isData) : undefined;
    fields.set(name, question);
    if (fit === undefined) continue;
    if (!fit.ok) return refused(`"${name}": ${fit.message}`);
    item[name] = fit.value;
  }
  return fits(item);
};

const fitOrDefault = (question: Question, value: unknown, context: FitContext, isData: boolean): Fit | undefined => {
  if (question.type === 'computed') return fits(computedValue(question.value ?? '', `questions.${question.name}.value`, context));
  if (value !== undefined && value !== null) return fitAnswer(question, value, context, { isData });
  const fallback = templateDefault(question, context);
  if (fallback !== undefined) return fits(fallback);
  return isRequired(question) ? refused('an answer is needed') : undefined;
};

const castList = ({ items }: Question, given: unknown, context: FitContext, isData: boolean): Fit => {
  const list = listFrom(given);
  if (list === undefined) return NO_LIST(given);
  const values: Json[] = [];
  for (const [index, item] of list.entries()) {
    const fit =
      items !== undefined
        ? castItem(items, item, context, isData)
        : isScalar(item)
          ? fits(item)
          : refused(`${shown(item)} is not a plain value`);
    if (!fit.ok) return refused(`item ${index + 1}: ${fit.message}`);
    values.push(fit.value);
  }
  return fits(values);
};

const cast = (question: Question, given: unknown, context: FitContext, isData: boolean): Fit => {
  switch (question.type) {
    case 'boolean':
      return castBoolean(given);
    case 'number':
      return castNumber(question, given);
    case 'string':
    case 'text':
    case 'path':
      return castText(given);
    case 'secret':
      return castSecret(given);
    case 'choice':
      return castChoice(offeredChoices(question, context), given);
    case 'multi_choice':
      return castMultiChoice(question, given, context);
    case 'list':
      return castList(question, given, context, isData);
    case 'json':
      return castData(given, (text) => JSON.parse(text) as Json, 'JSON', isData);
    case 'yaml':
      return castData(given, context.parseYaml ?? ((text) => JSON.parse(text) as Json), 'YAML', isData);
    case 'computed':
      return refused('it is computed and takes no answer');
  }
};

const isText = ({ type }: Question) => type === 'string' || type === 'text' || type === 'path' || type === 'secret';

/** `isData`: a text is the answer itself and not its JSON or YAML, for values that were answers before. */
export type FitOptions = { readonly isData?: boolean };

/**
 * Casts what was given to the question's type, then checks it. A text is parsed where the type is not text; data is taken as it is.
 * @throws TemplatingError only where the template itself is wrong
 */
export const fitAnswer = (question: Question, given: unknown, context: FitContext, { isData = false }: FitOptions = {}): Fit => {
  const fit = cast(question, given, context, isData);
  if (!fit.ok) return fit;
  if (isText(question) && isRequired(question) && typeof fit.value === 'string' && fit.value.trim() === '')
    return refused('an answer is needed');
  const broken = limitsBroken(question, fit.value);
  if (broken === undefined) return fit;
  return refused(question.message === undefined ? broken : renderText(question.message, `questions.${question.name}.message`, context));
};

/**
 * The template's own default over the earlier answers, checked like an answer; undefined where there is none or it comes out blank.
 * @throws TemplatingError DEFAULT_UNFIT where it is no possible answer
 */
export const templateDefault = (question: Question, context: FitContext): Json | undefined => {
  if (question.default === undefined) return undefined;
  const field = `questions.${question.name}.default`;
  const value = renderTexts(question.default, field, context);
  if (value === '' && !isText(question)) return undefined;
  if (value === null && question.type !== 'json' && question.type !== 'yaml') return undefined;
  const fit = fitAnswer(question, value, context);
  if (fit.ok) return fit.value;
  throw new TemplatingError('DEFAULT_UNFIT', `the default of "${question.name}" does not fit: ${fit.message}`, {
    field: question.name,
    hint: 'mend the default in template.json, or give the answer yourself',
  });
};
