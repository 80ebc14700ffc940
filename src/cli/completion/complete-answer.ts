import type { Choice, Json, Question } from '../../templating/manifest.js';
import { NOTHING, type Candidate, type Completions } from './candidate.js';
import type { KnownQuestions } from './known-templates.js';

type Value = { readonly value: Json; readonly label?: string };

const valueOf = (choice: Choice): Value =>
  typeof choice === 'object' && choice !== null && Object.hasOwn(choice, 'value') ? (choice as Value) : { value: choice };

/** As it is written after `name=`. */
const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const described = (text: string | undefined, openDelimiter: string): Pick<Candidate, 'description'> =>
  text === undefined || text.includes(openDelimiter) ? {} : { description: text };

/** Choices and defaults; what is built from earlier answers cannot be told here. */
const fixedValues = ({ type, choices = [], default: preset }: Question, openDelimiter: string): readonly Candidate[] => {
  if (type === 'boolean') return [{ value: 'true' }, { value: 'false' }];
  const presets: readonly Value[] = preset === undefined ? [] : [{ value: preset, label: 'default' }];
  return (choices.length > 0 ? choices.map(valueOf) : presets)
    .map(({ value, label }) => ({ value: asText(value), ...described(label, openDelimiter) }))
    .filter(({ value }) => value !== '' && !value.includes(openDelimiter));
};

/** Several choices stand behind one another with commas; one that stands there already is not offered again. */
const oneMoreOf = (values: readonly Candidate[], typed: string): readonly Candidate[] => {
  const earlier = typed.split(',').slice(0, -1);
  return values
    .filter(({ value }) => !earlier.includes(value))
    .map(({ value, ...rest }) => ({ value: [...earlier, value].join(','), ...rest }));
};

const completeValue = (question: Question, typed: string, openDelimiter: string): Completions => {
  const values = fixedValues(question, openDelimiter);
  switch (question.type) {
    case 'path':
      return { candidates: [], byShell: { kind: 'files' } };
    case 'multi_choice':
      return { candidates: oneMoreOf(values, typed), goesOn: true };
    case 'boolean':
    case 'choice':
    case 'number':
    case 'string':
      return { candidates: values };
    case 'text':
    case 'secret':
    case 'json':
    case 'yaml':
    case 'list':
    case 'computed':
      return NOTHING;
  }
};

/** `name=value`: the names of the questions that are not answered yet, then the values that are known. */
export const completeAnswer = ({ questions, openDelimiter }: KnownQuestions, word: string, given: readonly string[]): Completions => {
  const asked = questions.filter(({ type }) => type !== 'computed');
  const equals = word.indexOf('=');
  if (equals < 0) {
    const open = asked.filter(({ name }) => !given.some((answer) => answer.startsWith(`${name}=`)));
    return { candidates: open.map(({ name, prompt }) => ({ value: `${name}=`, ...described(prompt, openDelimiter) })), goesOn: true };
  }
  const name = word.slice(0, equals);
  const question = asked.find((candidate) => candidate.name === name);
  if (question === undefined) return NOTHING;
  const { candidates, ...rest } = completeValue(question, word.slice(equals + 1), openDelimiter);
  return { candidates: candidates.map(({ value, ...more }) => ({ value: `${name}=${value}`, ...more })), ...rest };
};
