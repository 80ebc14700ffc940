import type { Choice, Json, Question } from '../templating/manifest.js';
import { isRequired } from '../templating/fit-answer.js';
import { allQuestions } from '../templating/steps.js';
import type { Template } from '../templating/template.js';

/** JSON Schema, draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

type Static = (value: Json | undefined) => boolean;

const choiceValue = (choice: Choice): Json =>
  typeof choice === 'object' && choice !== null && !Array.isArray(choice) && 'value' in choice
    ? (choice as { readonly value: Json }).value
    : (choice as Json);

/** Choices that depend on earlier answers are known only while asking. */
const choicesSchema = ({ choices = [] }: Question, isStatic: Static): JsonSchema => {
  const values = choices.map(choiceValue);
  return values.every(isStatic) ? { enum: values } : {};
};

const limits = ({ min, max }: Question, [least, most]: readonly [string, string]): JsonSchema => ({
  ...(min !== undefined && { [least]: min }),
  ...(max !== undefined && { [most]: max }),
});

const typeSchema = (question: Question, isStatic: Static): JsonSchema => {
  const { type, integer, pattern, items } = question;
  switch (type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: integer ? 'integer' : 'number', ...limits(question, ['minimum', 'maximum']) };
    case 'string':
    case 'text':
    case 'path':
    case 'secret':
      return {
        type: 'string',
        ...limits(question, ['minLength', 'maxLength']),
        ...(pattern && { pattern }),
        ...(type === 'secret' && { writeOnly: true }),
      };
    case 'choice':
      return choicesSchema(question, isStatic);
    case 'multi_choice':
      return { type: 'array', items: choicesSchema(question, isStatic), uniqueItems: true, ...limits(question, ['minItems', 'maxItems']) };
    case 'list':
      return { type: 'array', ...(items && { items: objectSchema(items, isStatic) }), ...limits(question, ['minItems', 'maxItems']) };
    case 'json':
    case 'yaml':
    case 'computed':
      return {};
  }
};

const isConditional = ({ when }: Question): boolean => when !== undefined && when.trim() !== '';

const questionSchema = (question: Question, isStatic: Static): JsonSchema => {
  const { prompt, hint, when, default: fallback } = question;
  return {
    ...typeSchema(question, isStatic),
    ...(prompt !== undefined && { title: prompt }),
    ...(hint !== undefined && { description: hint }),
    ...(fallback !== undefined && isStatic(fallback) && { default: fallback }),
    ...(isConditional(question) && { 'x-when': when }),
  };
};

const objectSchema = (questions: readonly Question[], isStatic: Static): JsonSchema => {
  const askable = questions.filter(({ type }) => type !== 'computed');
  const required = askable.filter((question) => isRequired(question) && !isConditional(question)).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(askable.map((question) => [question.name, questionSchema(question, isStatic)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
};

/**
 * What a request may answer to a template, for forms and for models that call tools. It says what can be said without knowing the other
 * answers: conditions stand in `x-when`, and what is built from earlier answers is left out. The service checks the rest.
 */
export const answersSchema = (template: Template): JsonSchema => {
  const isStatic: Static = (value) =>
    value === undefined || !JSON.stringify(value).includes(JSON.stringify(template.delimiters[0]).slice(1, -1));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Answers to ${template.id}@${template.version}`,
    ...objectSchema(allQuestions(template), isStatic),
  };
};
