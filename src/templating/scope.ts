import { applyHelper, HELPER_NAMES, isHelper } from './helpers.js';
import type { Json, Question } from './manifest.js';

/** Questions by name: what may be named here, answered or not. */
export type Fields = ReadonlyMap<string, Question>;

/** Why a name has no value here; a sentence and how to mend it. */
export type Explanation = { readonly message: string; readonly hint?: string };

/**
 * Names visible from inside a text, innermost first: the members of the present value, then (in a list) `item`, `first`, `last`,
 * `index` from 0 and `position` from 1, then what is visible around it. Only own members count, so nothing of the language shows
 * through, and nothing is ever called.
 */
export type Frame = {
  readonly value: Json;
  readonly parent?: Frame;
  readonly loop?: { readonly index: number; readonly length: number };
  readonly fields?: Fields;
};

export const NO_VALUE = Symbol('no value');
export type Found = Json | typeof NO_VALUE;

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const LOOP_NAMES: ReadonlySet<string> = new Set(['item', 'first', 'last', 'index', 'position']);

const loopValue = ({ value, loop }: Frame, name: string): Found => {
  if (loop === undefined) return NO_VALUE;
  switch (name) {
    case 'item':
      return value;
    case 'first':
      return loop.index === 0;
    case 'last':
      return loop.index === loop.length - 1;
    case 'index':
      return loop.index;
    case 'position':
      return loop.index + 1;
    default:
      return NO_VALUE;
  }
};

const head = (frame: Frame, name: string): Found => {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    if (isObject(at.value) && Object.hasOwn(at.value, name)) return at.value[name]!;
    const loop = loopValue(at, name);
    if (loop !== NO_VALUE) return loop;
    if (at.fields?.has(name) === true) return NO_VALUE; // declared here, so never the like-named one further out
  }
  return NO_VALUE;
};

const INDEX = /^(?:0|[1-9]\d*)$/;

export const member = (value: Json, name: string): Found => {
  if (isObject(value) && Object.hasOwn(value, name)) return value[name]!;
  if (Array.isArray(value) && INDEX.test(name)) return (value as readonly Json[])[Number(name)] ?? NO_VALUE;
  return applyHelper(value, name) ?? NO_VALUE;
};

/** The first part is looked for outward, the others only in what it names; an empty path is the present value itself. */
export const lookUp = (frame: Frame, path: readonly string[]): Found => {
  const [name, ...rest] = path;
  if (name === undefined) return frame.value;
  let value = head(frame, name);
  for (const part of rest) {
    if (value === NO_VALUE) return NO_VALUE;
    value = member(value, part);
  }
  return value;
};

/** The question that a name of this frame stands for. */
export const questionOf = (frame: Frame, path: readonly string[]): Question | undefined => {
  const [name, ...rest] = path;
  if (name === undefined || rest.length > 0) return undefined;
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    const question = at.fields?.get(name);
    if (question !== undefined) return question;
  }
  return undefined;
};

const NO_FIELDS: Fields = new Map();
const fieldsOfLists = new WeakMap<Question, Fields>();

export const fieldsOf = (question: Question | undefined): Fields => {
  if (question?.items === undefined) return NO_FIELDS;
  const known = fieldsOfLists.get(question) ?? new Map(question.items.map((item) => [item.name, item]));
  fieldsOfLists.set(question, known);
  return known;
};

/** Holds the texts of slots, all of which are known beforehand. */
const SLOTS = 'slots';

/** Whether a name without a value may stand as a condition: an unanswered question, or a member that data happens not to have. */
export const mayBeMissing = (frame: Frame, path: readonly string[]): boolean => {
  if (questionOf(frame, path.slice(0, 1)) !== undefined && head(frame, path[0]!) === NO_VALUE) return true;
  if (path[0] === SLOTS) return false;
  const around = path.length > 1 ? lookUp(frame, path.slice(0, -1)) : NO_VALUE;
  return around !== NO_VALUE && isObject(around) && !isHelper(path.at(-1)!);
};

/** Everything that could have been written in place of an unknown name. */
export const visibleNames = (frame: Frame, path: readonly string[]): readonly string[] => {
  if (path.length > 1) {
    const around = lookUp(frame, path.slice(0, -1));
    if (around !== NO_VALUE) return isObject(around) ? Object.keys(around) : HELPER_NAMES;
  }
  const names = new Set<string>();
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    if (isObject(at.value)) Object.keys(at.value).forEach((name) => names.add(name));
    if (at.loop !== undefined) LOOP_NAMES.forEach((name) => names.add(name));
    at.fields?.forEach((_, name) => names.add(name));
  }
  return [...names];
};
