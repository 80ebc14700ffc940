import type { Bundle } from './bundle.js';
import { TemplatingError } from './errors.js';
import { finding, inOrder, type Finding } from './findings.js';
import { manifestFindings } from './manifest-findings.js';
import { readManifestSource, type Locate } from './manifest-source.js';
import type { Manifest } from './manifest.js';
import { pathProblem } from './output-paths.js';
import { describePath, schemaFindings } from './schema-findings.js';
import { MANIFEST_FILE, openTemplate, textOf, type ResolveTemplate, type Template } from './template.js';

const MAX_TEMPLATE_BYTES = 5 * 1024 * 1024;
const MAX_QUESTIONS = 1_000;
const MAX_FILES = 1_000;

const limitFindings = (bundle: Bundle): Finding[] => {
  const bytes = [...bundle.values()].reduce((sum, file) => sum + file.bytes.byteLength, 0);
  const found: Finding[] = [];
  const at = { file: MANIFEST_FILE };
  const hint = `leave out what does not belong to it with .formworkignore`;
  if (bytes > MAX_TEMPLATE_BYTES)
    found.push(finding('error', 'TEMPLATE_TOO_LARGE', `the template has ${bytes} bytes, ${MAX_TEMPLATE_BYTES} are allowed`, at, hint));
  if (bundle.size > MAX_FILES)
    found.push(finding('error', 'TEMPLATE_TOO_LARGE', `the template has ${bundle.size} files, ${MAX_FILES} are allowed`, at, hint));
  for (const path of bundle.keys()) {
    const problem = pathProblem(path);
    if (problem !== undefined) found.push(finding('error', 'PATH_UNSAFE', `the file name "${path}" ${problem}`, { file: path }));
  }
  return found;
};

const countQuestions = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce<number>((sum, question) => sum + 1 + countQuestions((question as { readonly items?: unknown } | null)?.items), 0)
    : 0;

export type Validated = { readonly findings: readonly Finding[]; readonly manifest?: Manifest; readonly locate: Locate };

/** Everything that is wrong with a template's manifest and size; the manifest is there when its shape is right. */
export const validationFindings = (bundle: Bundle): Validated => {
  const nowhere: Locate = () => ({ file: MANIFEST_FILE });
  const limits = limitFindings(bundle);
  const file = bundle.get(MANIFEST_FILE);
  if (file === undefined) {
    const missing = finding(
      'error',
      'MANIFEST_MISSING',
      `the folder has no ${MANIFEST_FILE}`,
      { file: MANIFEST_FILE },
      'start one with: formwork template new ID',
    );
    return { findings: [missing], locate: nowhere };
  }
  if (limits.length > 0) return { findings: limits, locate: nowhere };
  const text = textOf(file, MANIFEST_FILE);
  if (text.startsWith('\uFEFF'))
    return {
      findings: [
        finding(
          'error',
          'MANIFEST_INVALID',
          `${MANIFEST_FILE} begins with a byte order mark`,
          { file: MANIFEST_FILE, line: 1, column: 1 },
          'save it as UTF-8 without one',
        ),
      ],
      locate: nowhere,
    };
  const { value, locate, problem, duplicates } = readManifestSource(text);
  if (problem !== undefined)
    return { findings: [finding('error', 'MANIFEST_INVALID', `not JSON: ${problem.message}`, problem.at)], locate };
  const twice = duplicates.map(({ path, at }) => finding('error', 'PROPERTY_TWICE', `${describePath(path)} stands there twice`, at));
  const questions = countQuestions((value as { readonly questions?: unknown } | null)?.questions);
  if (questions > MAX_QUESTIONS)
    return {
      findings: [
        finding(
          'error',
          'TEMPLATE_TOO_LARGE',
          `the template has ${questions} questions, ${MAX_QUESTIONS} are allowed`,
          locate(['questions']),
        ),
      ],
      locate,
    };
  const shape = [...twice, ...schemaFindings(value, locate)];
  if (shape.length > 0) return { findings: shape, locate };
  const manifest = value as Manifest;
  return { findings: manifestFindings(manifest, locate), manifest, locate };
};

/**
 * Opens a template folder that is to be published, checking all of its manifest.
 * @throws TemplatingError with the first thing that is wrong, its line, column and how to mend it
 */
export const validateTemplate = (bundle: Bundle, resolve?: ResolveTemplate): Template => {
  const [first] = inOrder(validationFindings(bundle).findings);
  if (first === undefined) return openTemplate(bundle, resolve);
  const { code, message, file, line, column, hint } = first;
  const at = { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  throw new TemplatingError(code, `${place}: ${message}`, { at, field: MANIFEST_FILE, ...(hint !== undefined && { hint }) });
};
