import type { Finding } from './findings.js';
import type { Question } from './manifest.js';
import type { JSONPath } from './manifest-source.js';

export const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Names that mean something else wherever answers are used. */
const TAKEN = new Set(['slots', 'input_text', 'item', 'first', 'last', 'index', 'position', 'true', 'false', 'null', 'this', 'in']);
const UNSAFE = new Set([
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
]);

/** Makes an error at a place of the manifest. */
export type Report = (code: string, message: string, path: JSONPath, hint?: string) => Finding;

/** Why a question cannot have a name; the names of loops are free inside the items of a list. */
export const nameProblem = (name: string, isItem: boolean): string | undefined => {
  if (!IDENTIFIER.test(name)) return 'is a letter followed by letters, digits and underscores';
  if (UNSAFE.has(name)) return 'may not be a name that JavaScript uses itself';
  return TAKEN.has(name) && !isItem ? 'may not be one that templates use themselves' : undefined;
};

const BELONGS: Readonly<Partial<Record<keyof Question, readonly Question['type'][]>>> = {
  choices: ['choice', 'multi_choice'],
  items: ['list'],
  value: ['computed'],
  integer: ['number'],
  min: ['number', 'string', 'text', 'path', 'secret', 'multi_choice', 'list'],
  max: ['number', 'string', 'text', 'path', 'secret', 'multi_choice', 'list'],
  pattern: ['string', 'text', 'path', 'secret', 'multi_choice', 'list'],
};

/** A computed question is never asked, so nothing about asking belongs to it. */
const OF_ASKING = ['prompt', 'hint', 'default', 'ask', 'required', 'message'] as const;

const patternProblem = (pattern: string): string | undefined => {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

const misplaced = (question: Question, path: JSONPath, report: Report): Finding[] => {
  const { name, type } = question;
  const elsewhere = (Object.keys(BELONGS) as (keyof Question)[])
    .filter((key) => question[key] !== undefined && !BELONGS[key]!.includes(type))
    .map((key) =>
      report(
        'PROPERTY_MISPLACED',
        `"${name}" is a ${type}, which has no "${key}"`,
        [...path, key],
        `"${key}" belongs to: ${BELONGS[key]!.join(', ')}`,
      ),
    );
  if (type !== 'computed') return elsewhere;
  const ofAsking = OF_ASKING.filter((key) => question[key] !== undefined);
  return [
    ...elsewhere,
    ...ofAsking.map((key) =>
      report('PROPERTY_MISPLACED', `"${name}" is computed and never asked, so "${key}" has no effect`, [...path, key]),
    ),
  ];
};

/** What holds between the properties of one question, and of the questions inside it. */
export const questionFindings = (question: Question, path: JSONPath, report: Report, isItem: boolean): Finding[] => {
  const { name, type, choices, items, value, min, max, pattern, integer } = question;
  const found = misplaced(question, path, report);
  const problem = nameProblem(name, isItem);
  if (problem !== undefined) found.push(report('NAME_INVALID', `"${name}" cannot be a question: a name ${problem}`, [...path, 'name']));
  if (BELONGS.choices!.includes(type) && choices === undefined)
    found.push(report('PROPERTY_MISSING', `"${name}" is a ${type} and needs "choices"`, path));
  if (type === 'computed' && value === undefined) found.push(report('PROPERTY_MISSING', `"${name}" is computed and needs a "value"`, path));
  if (type === 'secret' && isItem)
    found.push(
      report(
        'SECRET_IN_LIST',
        `"${name}" is a secret inside a list, where it could not be kept apart`,
        [...path, 'type'],
        'ask for it outside the list',
      ),
    );
  if (min !== undefined && max !== undefined && min > max)
    found.push(report('LIMITS_INVALID', `"${name}" has a min above its max`, [...path, 'min']));
  const counts = (['min', 'max'] as const).filter((key) => type !== 'number' && question[key] !== undefined);
  for (const key of counts)
    if (!Number.isInteger(question[key]) || question[key]! < 0)
      found.push(report('LIMITS_INVALID', `"${name}": ${key} counts and is a whole number from 0`, [...path, key]));
  if (integer === true && [min, max].some((limit) => limit !== undefined && !Number.isInteger(limit)))
    found.push(report('LIMITS_INVALID', `"${name}" takes whole numbers, and so do its limits`, [...path, 'integer']));
  const broken = pattern === undefined ? undefined : patternProblem(pattern);
  if (broken !== undefined)
    found.push(report('PATTERN_INVALID', `"${name}" has a pattern that is no regular expression: ${broken}`, [...path, 'pattern']));
  const inner = (items ?? []).flatMap((item, index) => questionFindings(item, [...path, 'items', index], report, true));
  return [...found, ...inner, ...twice(items ?? [], [...path, 'items'], report)];
};

/** Names that stand twice in one list. */
export const twice = (named: readonly { readonly name: string }[], path: JSONPath, report: Report): Finding[] =>
  named.flatMap(({ name }, index) =>
    named.findIndex((other) => other.name === name) === index
      ? []
      : report('NAME_TWICE', `there are two named "${name}"`, [...path, index, 'name']),
  );
