import { nameHint } from './did-you-mean.js';
import { HELPER_NAMES, isHelper } from './helpers.js';
import { LITERAL_HELPERS } from './literals.js';
import type { Question } from './manifest.js';

/** What a name stands for, as far as that is known before anybody has answered. */
export type Meaning =
  | { readonly kind: 'question'; readonly question: Question }
  /** Text, a number, true or false; what helpers take. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'texts' }
  /** Parsed data or computed values: anything may be in it. */
  | { readonly kind: 'data' }
  | { readonly kind: 'item'; readonly of: Question }
  | { readonly kind: 'slots'; readonly names: readonly string[] };

/** Names that may be used at one place. */
export type NameScope = {
  readonly names: ReadonlyMap<string, Meaning>;
  /** Whether other names may be there too, which only the answers decide. */
  readonly isOpen?: boolean;
  readonly parent?: NameScope;
};

export type NameProblem = { readonly message: string; readonly hint: string };

const isText = ({ type }: Question) => ['string', 'text', 'path', 'secret', 'choice', 'number'].includes(type);
const isData = ({ type }: Question) => ['json', 'yaml', 'computed'].includes(type);

export const findName = (scope: NameScope, name: string): Meaning | undefined => {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.parent) {
    const meaning = at.names.get(name);
    if (meaning !== undefined) return meaning;
    if (at.isOpen === true) return { kind: 'data' };
  }
  return undefined;
};

export const namesIn = (scope: NameScope): string[] => {
  const names = new Set<string>();
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.parent) at.names.forEach((_, name) => names.add(name));
  return [...names];
};

const LITERALS = Object.keys(LITERAL_HELPERS);
const INDEX = /^\d+$/;

/** What `.name` makes of a meaning; a problem where it has no such member. */
const memberOf = (meaning: Meaning, name: string): Meaning | NameProblem => {
  const problem = (known: readonly string[], what: string): NameProblem => ({
    message: `has no "${name}"`,
    hint: nameHint(name, known, what),
  });
  const isLiteral = LITERALS.includes(name);
  switch (meaning.kind) {
    case 'data':
      return meaning;
    case 'slots':
      return meaning.names.includes(name) ? { kind: 'scalar' } : problem(meaning.names, 'slots');
    case 'flag':
      return isLiteral ? { kind: 'scalar' } : problem(LITERALS, 'helpers');
    case 'scalar':
      return isHelper(name) ? { kind: name === 'lines' ? 'texts' : 'scalar' } : problem(HELPER_NAMES, 'helpers');
    case 'texts':
      return isLiteral || name === 'length' || INDEX.test(name) ? { kind: 'scalar' } : problem([...LITERALS, 'length'], 'helpers');
    case 'item':
      return memberOfItem(meaning.of, name, isLiteral) ?? problem(itemNames(meaning.of), 'its questions');
    case 'question':
      return (
        memberOfQuestion(meaning.question, name, isLiteral) ??
        problem(isText(meaning.question) ? HELPER_NAMES : [...LITERALS, 'length'], 'helpers')
      );
  }
};

const itemNames = ({ items = [] }: Question): string[] => items.map(({ name }) => name);

const memberOfItem = ({ items }: Question, name: string, isLiteral: boolean): Meaning | undefined => {
  const question = items?.find((item) => item.name === name);
  if (question !== undefined) return { kind: 'question', question };
  if (isLiteral || (items === undefined && isHelper(name))) return { kind: 'scalar' };
  return undefined;
};

const memberOfQuestion = (question: Question, name: string, isLiteral: boolean): Meaning | undefined => {
  if (isData(question)) return { kind: 'data' };
  if (isLiteral) return { kind: 'scalar' };
  if (question.type === 'boolean') return undefined;
  if (isText(question)) return isHelper(name) ? { kind: name === 'lines' ? 'texts' : 'scalar' } : undefined;
  if (name === 'length') return { kind: 'scalar' };
  return INDEX.test(name) ? { kind: 'item', of: question } : undefined;
};

/** Follows a dotted name; a problem where it leads nowhere. */
export const resolveName = (scope: NameScope, path: readonly string[]): Meaning | NameProblem => {
  const [head, ...rest] = path;
  if (head === undefined) return { kind: 'data' };
  let meaning = findName(scope, head);
  if (meaning === undefined) return { message: `"${head}" is not known here`, hint: nameHint(head, namesIn(scope), 'known here') };
  let walked = head;
  for (const part of rest) {
    const next = memberOf(meaning, part);
    if ('message' in next) return { ...next, message: `"${walked}" ${next.message}` };
    meaning = next;
    walked = `${walked}.${part}`;
  }
  return meaning;
};

const LOOP: readonly (readonly [string, Meaning])[] = [
  ['first', { kind: 'flag' }],
  ['last', { kind: 'flag' }],
  ['index', { kind: 'scalar' }],
  ['position', { kind: 'scalar' }],
];

export const itemScope = (question: Question, parent: NameScope): NameScope => ({
  names: new Map<string, Meaning>([
    ...LOOP,
    ['item', { kind: 'item', of: question }],
    ...(question.items ?? []).map((item): [string, Meaning] => [item.name, { kind: 'question', question: item }]),
  ]),
  ...(question.type === 'multi_choice' && { isOpen: question.choices?.some((choice) => typeof choice === 'object') ?? false }),
  parent,
});

/** What may be named inside a section over what the name stands for. */
export const innerScope = (meaning: Meaning, parent: NameScope): NameScope => {
  if (meaning.kind === 'question') {
    const { question } = meaning;
    if (question.type === 'list' || question.type === 'multi_choice') return itemScope(question, parent);
    return isData(question) ? { names: new Map([...LOOP, ['item', { kind: 'data' }]]), isOpen: true, parent } : parent;
  }
  if (meaning.kind === 'texts') return { names: new Map([...LOOP, ['item', { kind: 'scalar' }]]), parent };
  if (meaning.kind === 'data') return { names: new Map([...LOOP, ['item', { kind: 'data' }]]), isOpen: true, parent };
  return parent;
};
