import type { JSONPath } from './manifest-source.js';
import type { Delimiters, Json, Manifest, Question } from './manifest.js';
import { itemScope, type Meaning, type NameScope } from './lint-names.js';

/** One text of `template.json` with what it may name. */
export type LintText = {
  readonly text: string;
  readonly path: JSONPath;
  /** `condition` and `value` may be expressions; `path` may use the usual delimiters. */
  readonly mode: 'text' | 'condition' | 'value' | 'path';
  readonly scope: NameScope;
  /** Conditions under which the text is used at all. */
  readonly conditions: readonly string[];
  readonly delimiters: Delimiters;
};

/** Why a name that exists may not be used: explained by the caller, which knows all questions. */
export const questionScope = (questions: readonly Question[], extra: readonly (readonly [string, Meaning])[] = []): NameScope => ({
  names: new Map<string, Meaning>([
    ...extra,
    ...questions.map((question): [string, Meaning] => [question.name, { kind: 'question', question }]),
  ]),
});

/** The texts inside a value, with the path of each. */
const textsIn = (value: Json | undefined, path: JSONPath): (readonly [string, JSONPath])[] => {
  if (typeof value === 'string') return [[value, path]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, [...path, Array.isArray(value) ? Number(key) : key]));
};

type Place = Pick<LintText, 'scope' | 'conditions' | 'delimiters'>;

const text = (value: Json | undefined, path: JSONPath, place: Place, mode: LintText['mode'] = 'text'): LintText[] =>
  textsIn(value, path).map(([found, at]) => ({ text: found, path: at, mode, ...place }));

const questionTexts = (question: Question, path: JSONPath, place: Place): LintText[] => {
  const own = { ...place, conditions: [...place.conditions, ...(question.when === undefined ? [] : [question.when])] };
  const of = (key: 'prompt' | 'hint' | 'default' | 'message') => text(question[key], [...path, key], own);
  const choices = (question.choices ?? []).flatMap((choice, index): LintText[] => {
    const at = [...path, 'choices', index];
    if (typeof choice !== 'object' || choice === null || !('value' in choice)) return text(choice, at, own);
    const { value, label, when } = choice as { readonly value: Json; readonly label?: string; readonly when?: string };
    return [...text(value, [...at, 'value'], own), ...text(label, [...at, 'label'], own), ...text(when, [...at, 'when'], own, 'condition')];
  });
  const items = (question.items ?? []).flatMap((item, index, all) => {
    const earlier = { ...question, items: all.slice(0, index) };
    const scope: NameScope = {
      names: new Map(earlier.items.map((before): [string, Meaning] => [before.name, { kind: 'question', question: before }])),
      parent: place.scope,
    };
    return questionTexts(item, [...path, 'items', index], { ...own, scope });
  });
  return [
    ...text(question.when, [...path, 'when'], place, 'condition'),
    ...of('prompt'),
    ...of('hint'),
    ...of('default'),
    ...of('message'),
    ...text(question.value, [...path, 'value'], own, 'value'),
    ...choices,
    ...items,
  ];
};

/** Every text of a manifest in which answers may be named; those of migrations name answers of other versions and are left out. */
export const manifestTexts = (manifest: Manifest, delimiters: Delimiters): LintText[] => {
  const { questions = [], groups = [], files, slots = [], checks = [], includes = [] } = manifest;
  const open = (list: readonly Question[]) => list.filter(({ type }) => type !== 'secret');
  const place = (
    list: readonly Question[],
    conditions: readonly string[] = [],
    extra: readonly (readonly [string, Meaning])[] = [],
  ): Place => ({
    scope: questionScope(open(list), extra),
    conditions,
    delimiters,
  });
  const all = place(questions);
  const groupWhen = (group: string | undefined) => groups.find(({ name }) => name === group)?.when;
  const ofFile = (each: string | undefined, when: string | undefined): Place => {
    const list = questions.find(({ name }) => name === each?.split('.')[0]);
    const base = place(questions, when === undefined ? [] : [when]);
    return list === undefined ? base : { ...base, scope: itemScope(list, base.scope), conditions: [...base.conditions, list.name] };
  };
  return [
    ...groups.flatMap(({ name, title, when }, index) => {
      const first = questions.findIndex(({ group }) => group === name);
      const before = place(first < 0 ? questions : questions.slice(0, first));
      return [...text(title, ['groups', index, 'title'], before), ...text(when, ['groups', index, 'when'], before, 'condition')];
    }),
    ...questions.flatMap((question, index) => {
      const shared = groupWhen(question.group);
      return questionTexts(question, ['questions', index], place(questions.slice(0, index), shared === undefined ? [] : [shared]));
    }),
    ...files.flatMap(({ path, when, each }, index) => [
      ...text(when, ['files', index, 'when'], all, 'condition'),
      ...text(path, ['files', index, 'path'], ofFile(each, when), 'path'),
    ]),
    ...slots.flatMap(({ prompt, fallback }, index) => [
      ...text(prompt, ['slots', index, 'prompt'], all),
      ...text(fallback, ['slots', index, 'fallback'], all),
    ]),
    ...checks.flatMap((check, index) =>
      check.kind === 'command' ? text(check.run, ['checks', index, 'run'], place(questions, [], [['path', { kind: 'scalar' }]])) : [],
    ),
    ...includes.flatMap(({ answers, when }, index) => [
      ...text(when, ['includes', index, 'when'], all, 'condition'),
      ...text(answers, ['includes', index, 'answers'], place(questions, when === undefined ? [] : [when])),
    ]),
  ];
};
