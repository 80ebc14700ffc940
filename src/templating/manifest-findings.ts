import { nameHint } from './did-you-mean.js';
import { TemplatingError } from './errors.js';
import { finding, type Finding } from './findings.js';
import type { Delimiters, FileSpec, Include, Manifest } from './manifest.js';
import type { Locate } from './manifest-source.js';
import { DEFAULT_DELIMITERS, parseMustache } from './mustache-syntax.js';
import { pathProblem } from './output-paths.js';
import { pathParts } from './path-parts.js';
import { IDENTIFIER, nameProblem, questionFindings, twice, type Report } from './question-findings.js';
import { delimitersIn } from './question-texts.js';
import { includedId, includePrefix, MANIFEST_FILE } from './template.js';

const ID_PART = /^[a-z0-9][a-z0-9._-]*$/;
const MAX_ID_LENGTH = 128;
const VERSION = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const MIGRATION_KEY = /^\d+(?:\.\d+){0,2}[^_]*_to_\d+(?:\.\d+){0,2}[^_]*$/;

/** What is wrong with the parts of a path that no answer can change. */
const literalProblem = (path: string, own: Delimiters): string | undefined => {
  if (path === '') return 'is blank';
  const delimiters = delimitersIn(path, own);
  if (delimiters === undefined) return pathProblem(path);
  try {
    const parts = pathParts(parseMustache({ file: MANIFEST_FILE, field: 'path', text: path }, delimiters));
    const literal = parts.filter((nodes) => nodes.every((node) => typeof node === 'string'));
    return literal.map((nodes) => pathProblem(nodes.join(''))).find((problem) => problem !== undefined);
  } catch (error) {
    if (error instanceof TemplatingError) return undefined; // broken Mustache is reported where texts are checked
    throw error;
  }
};

const fileFindings = (file: FileSpec, index: number, manifest: Manifest, report: Report): Finding[] => {
  const { questions = [] } = manifest;
  const { path, each, raw, delimiters } = file;
  const found: Finding[] = [];
  const head = each?.split('.')[0];
  const question = questions.find(({ name }) => name === head);
  const lists = questions.filter(({ type }) => ['list', 'multi_choice', 'json', 'yaml', 'computed'].includes(type));
  if (each !== undefined && (question === undefined || !lists.includes(question)))
    found.push(
      report('EACH_NOT_LIST', `"${each}" is no list to make one file for each item of`, ['files', index, 'each'], nameHint(each, lists.map(({ name }) => name), 'lists')), // prettier-ignore
    );
  const problem = literalProblem(path, manifest.delimiters ?? DEFAULT_DELIMITERS);
  if (problem !== undefined) found.push(report('PATH_UNSAFE', `the path "${path}" ${problem}`, ['files', index, 'path']));
  if (raw === true && delimiters !== undefined)
    found.push(report('PROPERTY_MISPLACED', 'a raw file is not rendered, so "delimiters" has no effect', ['files', index, 'delimiters']));
  return found;
};

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
    if (nameProblem(name, true) !== undefined)
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
