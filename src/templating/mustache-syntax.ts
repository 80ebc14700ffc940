import mustache from 'mustache';
import { TemplatingError, type SourcePlace } from './errors.js';
import type { Delimiters } from './manifest.js';

/** A text with its origin. `field` says where in the file it stands when the file is `template.json`. */
export type Source = { readonly file: string; readonly text: string; readonly field?: string };

/** A parsed text: plain strings and tags. `at` is the tag's offset in the unit's text. */
export type Node =
  | string
  | { readonly kind: 'value'; readonly name: string; readonly path: readonly string[]; readonly at: number }
  | {
      readonly kind: 'section' | 'inverted';
      readonly name: string;
      readonly path: readonly string[];
      readonly children: readonly Node[];
      readonly at: number;
    }
  | { readonly kind: 'partial'; readonly name: string; readonly indent: string; readonly startsLine: boolean; readonly at: number };

export type Tag = Exclude<Node, string>;

export type Unit = {
  readonly source: Source;
  readonly nodes: readonly Node[];
  readonly delimiters: Delimiters;
  /** Columns that every line was moved right, for a partial that stands alone on an indented line. */
  readonly indent: number;
};

export const DEFAULT_DELIMITERS: Delimiters = ['{{', '}}'];

const writer = new mustache.Writer();
// The library's own cache is never emptied, which a long-running service cannot afford.
Object.assign(writer, { templateCache: undefined });

type Token = readonly [type: string, value: string, start: number, end: number, ...rest: unknown[]];

export const placeAt = ({ source: { file, text, field }, indent }: Pick<Unit, 'source' | 'indent'>, offset: number): SourcePlace => {
  if (field !== undefined) return { file };
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  return { file, line, column: Math.max(1, column - indent) };
};

const describePlace = ({ file, line, column }: SourcePlace, field?: string): string => {
  if (field !== undefined) return `${field} in ${file}`;
  return line === undefined ? file : `${file}:${line}${column === undefined ? '' : `:${column}`}`;
};

export const errorAt = (
  unit: Pick<Unit, 'source' | 'indent'>,
  offset: number,
  { code, message, hint }: { readonly code: string; readonly message: string; readonly hint?: string },
): TemplatingError => {
  const at = placeAt(unit, offset);
  const { field } = unit.source;
  return new TemplatingError(code, `${describePlace(at, field)}: ${message}`, {
    at,
    ...(field !== undefined && { field }),
    ...(hint !== undefined && { hint }),
  });
};

const toNode = (unit: Pick<Unit, 'source' | 'indent'>, token: Token): Node | undefined => {
  const [type, name, at] = token;
  const path = name === '.' ? [] : name.split('.');
  if (type === 'text') return name;
  if (type === '!' || type === '=') return undefined;
  if (name === '')
    throw errorAt(unit, at, { code: 'TEMPLATE_SYNTAX', message: 'a tag without a name', hint: 'write a name between the delimiters' });
  switch (type) {
    case '#':
    case '^':
      return { kind: type === '#' ? 'section' : 'inverted', name, path, children: toNodes(unit, token[4] as readonly Token[]), at };
    case '>':
      return { kind: 'partial', name, indent: token[5] === 0 ? (token[4] as string) : '', startsLine: token[6] !== true, at };
    default:
      return { kind: 'value', name, path, at };
  }
};

const toNodes = (unit: Pick<Unit, 'source' | 'indent'>, tokens: readonly Token[]): Node[] =>
  tokens.map((token) => toNode(unit, token)).filter((node) => node !== undefined);

const PARSER_MESSAGE = /^(Unclosed tag|Unopened section|Unclosed section)(?: "(.*)")? at (\d+)$/s;

const syntaxError = (unit: Pick<Unit, 'source' | 'indent'>, [open, close]: Delimiters, error: unknown): TemplatingError => {
  const [, problem, name = '', position = '0'] = PARSER_MESSAGE.exec(error instanceof Error ? error.message : '') ?? [];
  const { text } = unit.source;
  const code = 'TEMPLATE_SYNTAX';
  switch (problem) {
    case 'Unclosed tag': {
      const start = text.lastIndexOf(open, Number(position) - 1);
      return errorAt(unit, Math.max(start, 0), {
        code,
        message: `a tag is opened by ${open} and never closed`,
        hint: `close it with ${close}`,
      });
    }
    case 'Unopened section':
      return errorAt(unit, Number(position), {
        code,
        message: `${open}/${name}${close} closes a section that was never opened`,
        hint: `open it with ${open}#${name}${close} or ${open}^${name}${close}`,
      });
    case 'Unclosed section': {
      const opened = [`${open}#${name}`, `${open}^${name}`].map((tag) => text.lastIndexOf(tag, Number(position)));
      return errorAt(unit, Math.max(0, ...opened), {
        code,
        message: `the section "${name}" is opened and never closed`,
        hint: `close it with ${open}/${name}${close} before the section around it ends`,
      });
    }
    default:
      return errorAt(unit, 0, { code, message: `cannot be read as Mustache with the delimiters ${open} and ${close}` });
  }
};

const parse = (source: Source, delimiters: Delimiters, indent: number): Unit => {
  try {
    const tokens = writer.parse(source.text, [...delimiters]) as readonly Token[];
    return { source, delimiters, indent, nodes: toNodes({ source, indent }, tokens) };
  } catch (error) {
    if (error instanceof TemplatingError) throw error;
    throw syntaxError({ source, indent }, delimiters, error);
  }
};

const CACHED_CHARACTERS = 8 * 1024 * 1024;
let cachedCharacters = 0;
const cache = new Map<string, Unit[]>();

/**
 * Parses a text once: the result is kept by its body, origin and delimiters, up to a bound after which the cache starts anew.
 * @throws TemplatingError TEMPLATE_SYNTAX with line and column.
 */
export const parseMustache = (source: Source, delimiters: Delimiters = DEFAULT_DELIMITERS): Unit => {
  const { text, file, field } = source;
  const [open, close] = delimiters;
  const known = cache.get(text);
  const same = known?.find(
    (unit) => unit.source.file === file && unit.source.field === field && unit.delimiters[0] === open && unit.delimiters[1] === close,
  );
  if (same !== undefined) return same;
  const unit = parse(source, delimiters, 0);
  cachedCharacters += text.length;
  if (cachedCharacters > CACHED_CHARACTERS) {
    cache.clear();
    cachedCharacters = text.length;
  }
  cache.set(text, [...(cache.get(text) ?? []), unit]);
  return unit;
};

const indented = new WeakMap<Unit, Map<string, Unit>>();

/** The partial as it stands on an indented line of its own. */
export const indentUnit = (unit: Unit, indent: string, startsLine: boolean): Unit => {
  const columns = indent.replace(/[^ \t]/g, '');
  if (columns === '') return unit;
  const key = `${startsLine ? 'line' : 'rest'}${columns}`;
  const variants = indented.get(unit) ?? new Map<string, Unit>();
  const known = variants.get(key);
  if (known !== undefined) return known;
  const text = writer.indentPartial(unit.source.text, columns, !startsLine);
  const moved = parse({ ...unit.source, text }, unit.delimiters, columns.length);
  variants.set(key, moved);
  indented.set(unit, variants);
  return moved;
};
