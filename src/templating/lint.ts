import type { Bundle } from './bundle.js';
import { nameHint } from './did-you-mean.js';
import { TemplatingError } from './errors.js';
import { templateDefault } from './fit-answer.js';
import { finding, inOrder, type Finding } from './findings.js';
import { INPUT_TEXT, INPUT_TEXT_QUESTION, inputQuestion } from './input-file.js';
import { conditionFindings } from './lint-conditions.js';
import { itemScope, type Meaning, type NameScope } from './lint-names.js';
import { manifestTexts, questionScope, type LintText } from './lint-texts.js';
import { NameLint } from './lint-walk.js';
import type { Locate } from './manifest-source.js';
import type { FileSpec, Manifest, Question } from './manifest.js';
import { newBudget } from './mustache-renderer.js';
import { parseMustache } from './mustache-syntax.js';
import { MANIFEST_FILE, openTemplate, partialFiles, textOf, type ResolveTemplate, type Template } from './template.js';
import { validationFindings } from './validate.js';

export type { Finding } from './findings.js';

const bodyScope = ({ questions = [], slots = [] }: Manifest, { each }: FileSpec): NameScope => {
  const slotNames: Meaning = { kind: 'slots', names: slots.map(({ name }) => name) };
  const inputText: Meaning = { kind: 'question', question: INPUT_TEXT_QUESTION };
  const input = inputQuestion(questions) === undefined ? [] : [[INPUT_TEXT, inputText] as const];
  const scope = questionScope(questions, [['slots', slotNames], ...input]);
  const list = questions.find(({ name }) => name === each?.split('.')[0]);
  return list === undefined ? scope : itemScope(list, scope);
};

const bodyFindings = ({ manifest, bundle, delimiters }: Template, names: NameLint, locate: Locate): Finding[] =>
  manifest.files.flatMap((file, index) => {
    const found = bundle.get(file.template);
    const place = locate(['files', index, 'template']);
    if (found === undefined) {
      const hint = nameHint(file.template, [...bundle.keys()].filter((path) => path !== MANIFEST_FILE), 'files'); // prettier-ignore
      return [finding('error', 'TEMPLATE_FILE_MISSING', `the template has no file "${file.template}"`, place, hint)];
    }
    if (file.raw === true) return [];
    const conditions = [file.when, file.each].filter((condition) => condition !== undefined);
    names.guarded({ file: file.template }, () => {
      const unit = parseMustache({ file: file.template, text: textOf(found, file.template) }, file.delimiters ?? delimiters);
      names.checkBody(unit, bodyScope(manifest, file), conditions);
    });
    return [];
  });

const isTagged = (value: unknown, delimiter: string): boolean =>
  JSON.stringify(value ?? '').includes(JSON.stringify(delimiter).slice(1, -1));

/** Defaults that can be judged before anything is answered. */
const defaultFindings = (template: Template, questions: readonly Question[], locate: Locate): Finding[] =>
  questions.flatMap((question, index): Finding[] => {
    const isFixed =
      !isTagged([question.default, question.choices, question.items], template.delimiters[0]) &&
      !(question.choices ?? []).some(hasCondition);
    if (!isFixed || question.type === 'computed' || question.type === 'list') return [];
    const context = { template, frame: { value: {}, fields: new Map() }, explain: () => undefined, budget: newBudget() };
    try {
      templateDefault(question, context);
      return [];
    } catch (error) {
      if (!(error instanceof TemplatingError)) throw error;
      return [finding('error', error.code, error.message, locate(['questions', index, 'default']), 'a default is checked like an answer')];
    }
  });

const hasCondition = (choice: unknown): boolean => typeof choice === 'object' && choice !== null && 'when' in choice;

/** Two entries of `files` that are written to one path under the same condition. */
const collisionFindings = ({ files }: Manifest, locate: Locate): Finding[] => {
  const seen = new Map<string, number>();
  return files.flatMap(({ path, when = '', each = '' }, index) => {
    const key = JSON.stringify([path.normalize('NFC').toLowerCase(), when.trim(), each]);
    const other = seen.get(key);
    seen.set(key, other ?? index);
    if (other === undefined) return [];
    const message = `files[${other}] and files[${index}] are written to one path: "${path}"`;
    return [
      finding(
        'error',
        'PATHS_COLLIDE',
        message,
        locate(['files', index, 'path']),
        'give one of them another path, or conditions that exclude each other',
      ),
    ];
  });
};

const unusedFindings = (template: Template, names: NameLint, locate: Locate): Finding[] => {
  const { manifest, bundle, questions } = template;
  const partials = partialFiles(bundle, manifest);
  const rendered = new Set(manifest.files.map((file) => file.template));
  const declared = new Set([MANIFEST_FILE, ...rendered, ...partials.values()]);
  const unusedQuestions = questions.flatMap(({ name }, index) =>
    names.usedNames.has(name)
      ? []
      : finding('warning', 'QUESTION_UNUSED', `the answer to "${name}" is never used`, locate(['questions', index])),
  );
  const unusedPartials = [...partials].flatMap(([name, path]) =>
    names.usedPartials.has(name) ? [] : finding('warning', 'PARTIAL_UNUSED', `the partial "${name}" is never used`, { file: path }),
  );
  const undeclared = [...bundle.keys()].flatMap((path) => {
    if (declared.has(path) || /^(?:README|LICENSE|CHANGELOG)(?:\.|$)/i.test(path)) return [];
    return finding(
      'warning',
      'FILE_UNDECLARED',
      `nothing is rendered from "${path}"`,
      { file: path },
      'list it in "files", or leave it out with .formworkignore',
    );
  });
  return [...unusedQuestions, ...unusedPartials, ...undeclared];
};

const foreignBraces = (texts: readonly LintText[], locate: Locate): Finding[] =>
  texts.flatMap(({ text, path, mode, delimiters }) =>
    mode !== 'text' || delimiters[0] === '{{' || !/(^|[^$]){{/.test(text) || text.includes(delimiters[0])
      ? []
      : finding(
          'warning',
          'DELIMITERS_OTHER',
          `"${text}" has {{, but the delimiters of this template are ${delimiters.join(' ')}`,
          locate(path),
        ),
  );

/**
 * Everything that can be said about a template folder before anybody uses it: what refuses publishing, then what deserves a second look.
 */
export const lintTemplate = (bundle: Bundle, resolve?: ResolveTemplate): Finding[] => {
  const { findings, manifest, locate } = validationFindings(bundle);
  if (manifest === undefined) return inOrder(findings);
  const found = [...findings];
  try {
    const template = openTemplate(bundle, resolve);
    const names = new NameLint(manifest, template.partials, locate, () => partialFiles(bundle, manifest).keys(), template.delimiters);
    const texts = manifestTexts(manifest, template.delimiters);
    texts.forEach((text) => names.checkText(text));
    found.push(...bodyFindings(template, names, locate));
    manifest.files.forEach(({ each }) => each !== undefined && names.usedNames.add(each.split('.')[0]!));
    const isSound = ![...found, ...names.findings].some(({ severity }) => severity === 'error');
    found.push(...names.findings, ...collisionFindings(manifest, locate), ...foreignBraces(texts, locate));
    found.push(...defaultFindings(template, template.questions, locate));
    found.push(...conditionFindings(template, texts, locate));
    if (isSound) found.push(...unusedFindings(template, names, locate));
  } catch (error) {
    if (!(error instanceof TemplatingError)) throw error;
    found.push(finding('error', error.code, error.message, error.details.at ?? { file: MANIFEST_FILE }, error.details.hint));
  }
  return inOrder(found);
};
