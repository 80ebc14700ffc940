import { nameHint } from './did-you-mean.js';
import { finding, type Finding } from './findings.js';
import type { FileSpec, Include, Manifest, Question } from './manifest.js';
import type { JSONPath, Locate } from './manifest-source.js';
import { pathProblem } from './output-paths.js';
import { includedId, includePrefix } from './template.js';

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]*$/;
const ID_PART = /^[a-z0-9][a-z0-9._-]*$/;
const MAX_ID_LENGTH = 128;
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const MIGRATION_KEY = /^\d+(?:\.\d+){0,2}[^_]*_to_\d+(?:\.\d+){0,2}[^_]*$/;

/** Names that mean something else wherever answers are used. */
const TAKEN = new Set(['slots', 'item', 'first', 'last', 'index', 'position', 'path', 'true', 'false', 'null', 'this', 'in']);
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

type Report = (code: string, message: string, path: JSONPath, hint?: string) => Finding;

const nameProblem = (name: string, isItem: boolean): string | undefined => {
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

const questionFindings = (question: Question, path: JSONPath, report: Report, isItem: boolean): Finding[] => {
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
  for (const [key, limit] of [
    ['min', min],
    ['max', max],
  ] as const)
    // prettier-ignore
    if (limit !== undefined && type !== 'number' && (!Number.isInteger(limit) || limit < 0))
      found.push(report('LIMITS_INVALID', `"${name}": ${key} counts and is a whole number from 0`, [...path, key]));
  if (integer === true && [min, max].some((limit) => limit !== undefined && !Number.isInteger(limit)))
    found.push(report('LIMITS_INVALID', `"${name}" takes whole numbers, and so do its limits`, [...path, 'integer']));
  const broken = pattern === undefined ? undefined : patternProblem(pattern);
  if (broken !== undefined)
    found.push(report('PATTERN_INVALID', `"${name}" has a pattern that is no regular expression: ${broken}`, [...path, 'pattern']));
  const inner = (items ?? []).flatMap((item, index) => questionFindings(item, [...path, 'items', index], report, true));
  return [...found, ...inner, ...twice(items ?? [], [...path, 'items'], report)];
};

const twice = (named: readonly { readonly name: string }[], path: JSONPath, report: Report): Finding[] =>
  named.flatMap(({ name }, index) =>
    named.findIndex((other) => other.name === name) === index
      ? []
      : report('NAME_TWICE', `there are two named "${name}"`, [...path, index, 'name']),
  );

const fileFindings = (file: FileSpec, index: number, { questions = [] }: Manifest, report: Report): Finding[] => {
  const { path, each, raw, delimiters } = file;
  const found: Finding[] = [];
  const head = each?.split('.')[0];
  const question = questions.find(({ name }) => name === head);
  const lists = questions.filter(({ type }) => ['list', 'multi_choice', 'json', 'yaml', 'computed'].includes(type));
  if (each !== undefined && (question === undefined || !lists.includes(question)))
    found.push(
      report('EACH_NOT_LIST', `"${each}" is no list to make one file for each item of`, ['files', index, 'each'], nameHint(each, lists.map(({ name }) => name), 'lists')), // prettier-ignore
    );
  const problem = /\{\{|<%|\$\{/.test(path) || path === '' ? (path === '' ? 'is blank' : undefined) : pathProblem(path);
  if (problem !== undefined && !isTagged(path, delimiters))
    found.push(report('PATH_UNSAFE', `the path "${path}" ${problem}`, ['files', index, 'path']));
  if (raw === true && delimiters !== undefined)
    found.push(report('PROPERTY_MISPLACED', 'a raw file is not rendered, so "delimiters" has no effect', ['files', index, 'delimiters']));
  return found;
};

const isTagged = (path: string, delimiters: FileSpec['delimiters']): boolean => delimiters !== undefined && path.includes(delimiters[0]);

const includeFindings = (includes: readonly Include[], { questions = [] }: Manifest, report: Report): Finding[] => {
  const names = new Set(questions.map(({ name }) => name));
  return includes.flatMap((include, index) => {
    const { templateId, version } = includedId(include);
    const prefix = includePrefix(include);
    const found: Finding[] = [];
    if (!isId(templateId)) found.push(report('ID_INVALID', `"${templateId}" is no template id`, ['includes', index, 'template']));
    if (version !== undefined && !/^\d/.test(version))
      found.push(report('VERSION_INVALID', `"${version}" is no version`, ['includes', index, 'template']));
    if (include.only === 'partials') return found;
    const isTaken =
      names.has(prefix.slice(0, -1)) ||
      includes.findIndex((other) => other.only !== 'partials' && includePrefix(other) === prefix) !== index;
    if (isTaken)
      found.push(
        report('NAME_TWICE', `the namespace "${prefix.slice(0, -1)}" is used twice`, ['includes', index], 'give the include another "as"'),
      );
    if (!IDENTIFIER.test(prefix.slice(0, -1)))
      found.push(report('NAME_INVALID', `"${prefix.slice(0, -1)}" cannot be a namespace`, ['includes', index], 'give the include an "as"'));
    return found;
  });
};

const isId = (id: string): boolean => {
  const parts = id.split(':');
  return id.length <= MAX_ID_LENGTH && parts.length <= 2 && parts.every((part) => ID_PART.test(part));
};

/** What holds between the parts of a manifest whose shape is right. */
export const manifestFindings = (manifest: Manifest, locate: Locate): Finding[] => {
  const report: Report = (code, message, path, hint) => finding('error', code, message, locate(path), hint);
  const {
    id,
    spec_version: version,
    questions = [],
    groups = [],
    slots = [],
    migrations = {},
    checks = [],
    includes = [],
    delimiters,
  } = manifest;
  const found: Finding[] = [];
  if (!isId(id))
    found.push(report('ID_INVALID', `"${id}" is no template id`, ['id'], 'name or namespace:name, each of a-z, 0-9, ".", "_" and "-"'));
  if (!VERSION.test(version))
    found.push(report('VERSION_INVALID', `"${version}" is no semantic version`, ['spec_version'], 'write it as 1.0.0'));
  if (delimiters !== undefined && delimiters[0] === delimiters[1] && delimiters[0].length < 2)
    found.push(report('DELIMITERS_INVALID', 'one character cannot be both delimiters', ['delimiters']));
  const groupNames = groups.map(({ name }) => name);
  questions.forEach(({ name, group }, index) => {
    if (group !== undefined && groups.length > 0 && !groupNames.includes(group))
      found.push(
        report(
          'GROUP_UNKNOWN',
          `"${name}" is in the group "${group}", which there is not`,
          ['questions', index, 'group'],
          nameHint(group, groupNames, 'groups'),
        ),
      );
  });
  slots.forEach(({ name }, index) => {
    if (!IDENTIFIER.test(name) || UNSAFE.has(name))
      found.push(report('NAME_INVALID', `"${name}" cannot be a slot: ${nameProblem(name, true) ?? ''}`, ['slots', index, 'name']));
  });
  checks.forEach((check, index) => {
    if ((check.kind === 'command') !== 'run' in check)
      found.push(
        report('PROPERTY_MISPLACED', check.kind === 'command' ? 'a command check needs "run"' : 'a syntax check has no "run"', [
          'checks',
          index,
        ]),
      );
  });
  Object.keys(migrations).forEach((key) => {
    if (!MIGRATION_KEY.test(key))
      found.push(report('MIGRATION_KEY', `"${key}" does not name two versions`, ['migrations', key], 'write it as 2.1_to_2.3'));
  });
  return [
    ...found,
    ...questions.flatMap((question, index) => questionFindings(question, ['questions', index], report, false)),
    ...twice(questions, ['questions'], report),
    ...twice(groups, ['groups'], report),
    ...twice(slots, ['slots'], report),
    ...manifest.files.flatMap((file, index) => fileFindings(file, index, manifest, report)),
    ...includeFindings(includes, manifest, report),
  ];
};
