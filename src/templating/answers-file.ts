import type { AnswerValues } from './answers.js';
import type { Json } from './manifest.js';
import { yamlLine, yamlText } from './yaml-scalars.js';

/** What stands in `<file>.template-answers.yml` beside a generated file. */
export type AnswersFile = {
  readonly templateId: string;
  readonly templateVersion: string;
  readonly generationId: string;
  readonly contentSha256: string;
  /** The version that the file was upgraded from, if it was. */
  readonly upgradedFrom?: string;
  /** `Answers.written`: without secrets and computed values. */
  readonly answers: AnswerValues;
};

const LITERAL_LINE = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*$/u;

/** Several lines can stand as they are if nothing in them could be lost: no control characters, no blank start. */
const isLiteral = (text: string): boolean =>
  text.includes('\n') && /^[^\s]/.test(text) && text.split('\n').every((line) => LITERAL_LINE.test(line));

const literal = (text: string, indent: string): string => {
  const body = text.replace(/\n+$/, '');
  const breaks = text.length - body.length;
  const keep = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  const lines = [...body.split('\n'), ...Array.from({ length: Math.max(0, breaks - 1) }, () => '')];
  return `|${keep}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
};

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const members = (value: object, indent: string): string[] =>
  Object.entries(value).map(([key, member]) => `${yamlText(key)}:${block(member as Json, indent)}`);

/** An item behind its dash; an object starts on the dash's own line. */
const item = (value: Json, indent: string): string =>
  value === null || typeof value !== 'object' || isList(value) || isEmpty(value)
    ? `-${block(value, `${indent}  `)}`
    : `- ${members(value, `${indent}  `).join(`\n${indent}  `)}`;

/** A value behind its key or dash that stands `indent` deep; as a block wherever it has parts. */
const block = (value: Json, indent: string): string => {
  const inner = `${indent}  `;
  if (typeof value === 'string') return ` ${isLiteral(value) ? literal(value, inner) : yamlLine(value)}`;
  if (value === null || typeof value !== 'object') return ` ${String(value)}`;
  if (isEmpty(value)) return isList(value) ? ' []' : ' {}';
  const parts = isList(value) ? value.map((part) => item(part, inner)) : members(value, inner);
  return parts.map((part) => `\n${inner}${part}`).join('');
};

const entry = (key: string, value: Json): string => `${yamlText(key)}:${block(value, '')}\n`;

/** Writes an answers file. It is read back as exactly the same values by any YAML 1.2 reader. */
export const formatAnswersFile = ({
  templateId,
  templateVersion,
  generationId,
  contentSha256,
  upgradedFrom,
  answers,
}: AnswersFile): string => {
  const head: Readonly<Record<string, Json>> = {
    _template_id: templateId,
    _template_version: templateVersion,
    _generation_id: generationId,
    _content_sha256: contentSha256,
    ...(upgradedFrom !== undefined && { _upgraded: true, _upgraded_from: upgradedFrom }),
  };
  return [...Object.entries(head), ...Object.entries(answers)].map(([key, value]) => entry(key, value)).join('');
};
