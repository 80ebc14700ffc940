import { findNodeAtLocation, parseTree, printParseErrorCode, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import type { SourcePlace } from './errors.js';
import { MANIFEST_FILE } from './template.js';

export type { JSONPath } from 'jsonc-parser';

/** Where a path of keys and indexes stands in `template.json`; the closest ancestor that is there where it is missing. */
export type Locate = (path: JSONPath, what?: 'key' | 'value') => SourcePlace;

export type ManifestSource = {
  /** The parsed document; undefined where it is no JSON. */
  readonly value: unknown;
  readonly locate: Locate;
  readonly problem?: { readonly message: string; readonly at: SourcePlace };
  /** Keys that stand twice in one object, of which JSON readers silently take the last. */
  readonly duplicates: readonly { readonly path: JSONPath; readonly at: SourcePlace }[];
};

const placeOf = (text: string, offset: number): SourcePlace => {
  const before = text.slice(0, offset);
  return { file: MANIFEST_FILE, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
};

const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'something here is no JSON value',
  InvalidNumberFormat: 'a number is not written as JSON has it',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace } is expected',
  CloseBracketExpected: 'a closing bracket ] is expected',
  EndOfFileExpected: 'nothing more is expected after the end',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a text is not closed',
  InvalidUnicode: 'an escaped character is not written as \\uXXXX',
  InvalidEscapeCharacter: 'a backslash stands before a character that cannot be escaped',
  InvalidCharacter: 'a control character stands in a text',
};

type Duplicate = { readonly path: JSONPath; readonly offset: number };

const duplicatesIn = (node: Node, path: JSONPath): Duplicate[] => {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((child, index): Duplicate[] => {
    if (node.type !== 'object') return duplicatesIn(child, [...path, index]);
    const [key, value] = child.children ?? [];
    const name = String(key?.value);
    const inner = value === undefined ? [] : duplicatesIn(value, [...path, name]);
    const isTwice = seen.has(name);
    seen.add(name);
    return isTwice ? [{ path: [...path, name], offset: child.offset }, ...inner] : inner;
  });
};

/** Reads `template.json` so that every remark about it has a line and a column. */
export const readManifestSource = (text: string): ManifestSource => {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: false, disallowComments: true });
  const locate: Locate = (path, what = 'value') => {
    for (let length = path.length; length >= 0; length--) {
      const node = tree === undefined ? undefined : findNodeAtLocation(tree, path.slice(0, length));
      if (node === undefined) continue;
      const isKey = what === 'key' && node.parent?.type === 'property';
      return placeOf(text, isKey ? node.parent.offset : node.offset);
    }
    return placeOf(text, 0);
  };
  const [first] = errors;
  if (first !== undefined || tree === undefined) {
    const code = first === undefined ? 'ValueExpected' : printParseErrorCode(first.error);
    return {
      value: undefined,
      locate,
      duplicates: [],
      problem: { message: PROBLEMS[code] ?? code, at: placeOf(text, first?.offset ?? 0) },
    };
  }
  const duplicates = duplicatesIn(tree, []).map(({ path, offset }) => ({ path, at: placeOf(text, offset) }));
  return { value: JSON.parse(text), locate, duplicates };
};
