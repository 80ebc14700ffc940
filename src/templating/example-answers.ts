import type { Answers } from './answers.js';
import type { AskedQuestion, Reply } from './asking.js';
import { TemplatingError } from './errors.js';
import { inputRequest, type InputFile } from './input-file.js';
import type { Json, Question } from './manifest.js';
import { isSameJson } from './same-json.js';
import type { Template } from './template.js';

const TEXTS = [
  'example',
  'Example',
  'example-name',
  'example_name',
  'com.example',
  'https://example.com/',
  'a@example.com',
  '2026-01-31',
  '1.0.0',
  '1',
  'A',
  'a',
];

const ofLength = (length: number | undefined): string[] => (length === undefined ? [] : ['x'.repeat(length)]);

/** At and beside the limits, where mistakes are. */
const numbers = ({ min, max, integer }: Question, proposed: Json | undefined): Json[] => {
  const step = integer === true ? 1 : 0.5;
  const inner = min === undefined ? [] : [min + step];
  const limits = [...(min === undefined ? [] : [min]), ...inner, ...(max === undefined ? [] : [max])];
  return [...(proposed === undefined ? [] : [proposed]), ...limits, ...(limits.length === 0 && proposed === undefined ? [1] : [])];
};

const chosenTogether = ({ choices = [] }: AskedQuestion): Json[] => {
  const values = choices.map(({ value }) => value);
  return [values, [], ...values.map((value) => [value])];
};

const listExamples = async ({ askItem, default: proposed }: AskedQuestion): Promise<Json[]> => {
  const before = proposed === undefined ? [] : [proposed];
  if (askItem === undefined) return [...before, [], ['example']];
  const item: Reply = await askItem(1);
  return [...before, [], ...(item.kind === 'answer' ? [[item.value]] : [])];
};

const candidates = async (asked: AskedQuestion, question: Question): Promise<Json[]> => {
  const proposed = asked.default === undefined ? [] : [asked.default];
  switch (asked.type) {
    case 'boolean':
      return [...proposed, true, false];
    case 'choice':
      return [...proposed, ...(asked.choices ?? []).map(({ value }) => value)];
    case 'multi_choice':
      return [...proposed, ...chosenTogether(asked)];
    case 'number':
      return numbers(question, asked.default);
    case 'list':
      return listExamples(asked);
    case 'json':
    case 'yaml':
      return asked.default === undefined ? [{ example: 1 }, ['example'], 'example'] : proposed;
    case 'string':
    case 'text':
    case 'path':
    case 'secret': {
      const examples = [...TEXTS, ...ofLength(question.min), ...ofLength(question.max)].filter((text) => asked.check(text).ok);
      return asked.default === undefined ? examples.slice(0, 1) : proposed;
    }
  }
};

/**
 * Answers worth trying for one question, all of which fit; the proposed default first.
 * @throws TemplatingError EXAMPLE_MISSING where none could be thought of
 */
export const exampleAnswers = async (asked: AskedQuestion, question: Question): Promise<Json[]> => {
  const found: Json[] = [];
  for (const candidate of await candidates(asked, question)) {
    const fit = asked.check(candidate);
    if (fit.ok && !found.some((value) => isSameJson(value, fit.value))) found.push(fit.value);
  }
  if (found.length === 0 && !asked.required) found.push(null);
  if (found.length > 0) return found;
  throw new TemplatingError('EXAMPLE_MISSING', `no example answer to "${asked.name}" is known`, {
    field: asked.name,
    hint: 'give the question a default, or the test an answer to it',
  });
};

/** Stands in for the existing file that a template works on; undefined where the answers name none. */
export const exampleInput = (template: Template, answers: Answers): InputFile | undefined => {
  const request = inputRequest(template, answers);
  return request === undefined ? undefined : { path: request.path, text: 'example\n' };
};
