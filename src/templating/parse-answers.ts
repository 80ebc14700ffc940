import { isAlias, isMap, isScalar, LineCounter, parseDocument, visit, type Document, type Pair, type ParsedNode } from 'yaml';
import type { AnswersFile } from './answers-file.js';
import type { AnswerValues } from './answers.js';
import { nameHint } from './did-you-mean.js';
import { TemplatingError, type SourcePlace } from './errors.js';
import type { Json } from './manifest.js';

const MAX_ALIASES = 100;

const refuse = (
  at: SourcePlace,
  message: string,
  { field, hint }: { readonly field?: string; readonly hint?: string } = {},
): TemplatingError => {
  const place = at.line === undefined ? at.file : `${at.file}:${at.line}:${at.column ?? 1}`;
  return new TemplatingError('ANSWERS_FILE_INVALID', `${place}: ${message}`, {
    at,
    ...(field !== undefined && { field }),
    ...(hint !== undefined && { hint }),
  });
};

type Read = { readonly values: Record<string, Json>; readonly place: (key: string) => SourcePlace };

/** The key whose entry a place belongs to, so that a message can name it. */
const keyBefore = (text: string, line: number): string | undefined =>
  text
    .split('\n')
    .slice(0, line)
    .findLast((candidate) => /^[^\s#-][^:]*:/.test(candidate))
    ?.split(':')[0];

const refuseSyntax = (document: Document, text: string, file: string): void => {
  const [error] = document.errors;
  if (error === undefined) return;
  const [start] = error.linePos ?? [];
  const at: SourcePlace = { file, ...(start !== undefined && { line: start.line, column: start.col }) };
  const key = start === undefined ? undefined : keyBefore(text, start.line);
  const sentence = error.message
    .split(/ at line | in "/)[0]!
    .split('\n')[0]!
    .replace(/[:.]$/, '');
  throw refuse(at, `${key === undefined ? '' : `at "${key}": `}${sentence}`, {
    ...(key !== undefined && { field: key }),
    hint: 'mend the YAML there',
  });
};

const refuseNumbers = (document: Document, at: (offset: number) => SourcePlace): void =>
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'bigint' || (typeof node.value === 'number' && !Number.isFinite(node.value)))
        throw refuse(at(node.range?.[0] ?? 0), `${node.source ?? ''} is no number that an answer can be`, {
          hint: 'put it in quotes if text is meant',
        });
    },
  });

/** One mapping with text keys, as plain data with the place of each key. */
const readMapping = (text: string, file: string): Read => {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { version: '1.2', schema: 'core', lineCounter: lines });
  const at = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  refuseSyntax(document, text, file);
  const { contents } = document;
  if (contents === null) return { values: {}, place: () => ({ file }) };
  if (!isMap(contents)) throw refuse(at(contents.range[0]), 'answers are written as "name: value" lines', { hint: 'as in: use_ets: true' });
  refuseNumbers(document, at);
  const offsets = new Map<string, number>();
  for (const { key } of contents.items as readonly Pair<ParsedNode>[]) {
    if (isAlias(key) || !isScalar(key)) throw refuse(at(key.range[0]), 'a name is a plain text');
    offsets.set(String(key.value), key.range[0]);
  }
  try {
    const values = document.toJS({ maxAliasCount: MAX_ALIASES }) as Record<string, Json>;
    return { values, place: (key) => (offsets.has(key) ? at(offsets.get(key)!) : { file }) };
  } catch (error) {
    throw refuse({ file }, (error as Error).message);
  }
};

const HEAD_KEYS = ['_template_id', '_template_version', '_generation_id', '_content_sha256', '_upgraded', '_upgraded_from'] as const;

const isHeadKey = (key: string): boolean => (HEAD_KEYS as readonly string[]).includes(key);

const headText = ({ values, place }: Read, key: (typeof HEAD_KEYS)[number], file: string): string => {
  const value = values[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined)
    throw refuse({ file }, `"${key}" is missing`, { field: key, hint: 'take it from the version of the file that git has' });
  throw refuse(place(key), `"${key}" is not a text`, { field: key, hint: `write it in quotes: ${key}: "…"` });
};

const answersIn = ({ values, place }: Read, allowHead: boolean): AnswerValues => {
  for (const key of Object.keys(values)) {
    if (!key.startsWith('_') || (allowHead && isHeadKey(key))) continue;
    throw refuse(place(key), `there is no setting "${key}"`, { field: key, hint: nameHint(key, HEAD_KEYS, 'settings') });
  }
  return Object.fromEntries(Object.entries(values).filter(([key]) => !key.startsWith('_')));
};

/**
 * Reads the answers file of a generated file, as it was written or as it was edited since.
 * @throws TemplatingError ANSWERS_FILE_INVALID with line, column and key
 */
export const parseAnswersFile = (text: string, file: string): AnswersFile => {
  const read = readMapping(text, file);
  const answers = answersIn(read, true);
  const from = read.values['_upgraded_from'];
  return {
    templateId: headText(read, '_template_id', file),
    templateVersion: headText(read, '_template_version', file),
    generationId: headText(read, '_generation_id', file),
    contentSha256: headText(read, '_content_sha256', file),
    ...(from !== undefined && from !== null && { upgradedFrom: headText(read, '_upgraded_from', file) }),
    answers,
  };
};

/**
 * Reads a file of answers for `--answers`: a YAML or JSON mapping, or another file's answers file, whose settings are left out.
 * @throws TemplatingError ANSWERS_FILE_INVALID with line, column and key
 */
export const parseAnswers = (text: string, file: string): AnswerValues => answersIn(readMapping(text, file), true);
