import { wordsOf } from './words.js';

/** What a catalogue knows of a template. */
export type FindableTemplate = {
  readonly id: string;
  readonly description: string;
  readonly language: string;
  readonly kind: string;
  readonly tags: readonly string[];
};

export type Wanted = { readonly task: string; readonly language?: string; readonly kind?: string };

export type Candidate = {
  readonly id: string;
  /** Higher fits better; comparable within one search only. */
  readonly score: number;
  /** The share of the task's meaning that the template knows, 0..1. */
  readonly coverage: number;
  /** Words of the task that it has. */
  readonly matched: readonly string[];
};

export type Search = {
  /** Best first; only those that have a word of the task. */
  readonly candidates: readonly Candidate[];
  /** The one that clearly fits; missing where it takes a person to choose. */
  readonly best?: string;
};

const STOP_WORDS = new Set(
  'a an and are as at be by can create do for from generate give i in into is it make me my need new of on or our please set some that the this to up us want we with write add build'.split(
    ' ',
  ),
);

const LANGUAGES: Readonly<Record<string, string>> = {
  ts: 'typescript',
  js: 'javascript',
  py: 'python',
  ex: 'elixir',
  exs: 'elixir',
};

/** Where programs run. Whoever asks for one as a language means the language of most programs there; in a task it is a word like any other. */
const PLATFORMS: Readonly<Record<string, string>> = { node: 'typescript', nodejs: 'typescript' };

const inFull = (names: Readonly<Record<string, string>>, name: string): string => (Object.hasOwn(names, name) ? names[name]! : name);

const canonicalLanguage = (language: string): string => inFull(LANGUAGES, inFull(PLATFORMS, language.trim().toLowerCase()));

const SUFFIX = /(?:ations?|ions?|ings?|ers?|ed|es|s|e)$/;

/** Close forms of a word become one: cache, caches, caching. */
const stem = (word: string): string => {
  const short = word.replace(SUFFIX, '');
  return short.length >= 3 ? short : word;
};

const termsOf = (text: string): string[] => wordsOf(text).filter((word) => !STOP_WORDS.has(word)).map(stem); // prettier-ignore

const WEIGHTS = { id: 3, tags: 2, kind: 1, description: 1 };
const SATURATION = 1.2;

type Indexed = { readonly id: string; readonly terms: ReadonlyMap<string, number> };

const index = ({ id, description, kind, tags }: FindableTemplate): Indexed => {
  const terms = new Map<string, number>();
  const add = (text: string, weight: number) => termsOf(text).forEach((term) => terms.set(term, (terms.get(term) ?? 0) + weight));
  add(id, WEIGHTS.id);
  add(tags.join(' '), WEIGHTS.tags);
  add(kind, WEIGHTS.kind);
  add(description, WEIGHTS.description);
  return { id, terms };
};

const fitsLanguage = (template: FindableTemplate, language: string | undefined): boolean =>
  language === undefined || template.language === '' || canonicalLanguage(template.language) === canonicalLanguage(language);

/** A language that the task itself names, if a template is written in it. */
const languageIn = (task: string, templates: readonly FindableTemplate[]): string | undefined => {
  const languages = new Set(templates.map(({ language }) => canonicalLanguage(language)));
  return wordsOf(task).map((word) => inFull(LANGUAGES, word)).find((word) => languages.has(word)); // prettier-ignore
};

/** A template clearly fits when it knows half of what the task says, and a third more than the next one. */
const CLEAR_COVERAGE = 0.5;
const CLEAR_LEAD = 4 / 3;

/**
 * Finds the templates for a task by its words: rare words count more than frequent ones, words of the id more than those of the description.
 * Deterministic; equal scores are ordered by id.
 */
export const findTemplates = (templates: readonly FindableTemplate[], { task, language, kind }: Wanted): Search => {
  const spoken = language ?? languageIn(task, templates);
  const spokenTerms = new Set(spoken === undefined ? [] : [spoken, canonicalLanguage(spoken)].flatMap(termsOf));
  const wanted = [...new Set(termsOf(task))].filter((term) => !spokenTerms.has(term));
  const fits = (template: FindableTemplate) =>
    wanted.length === 0 && spoken !== undefined
      ? canonicalLanguage(template.language) === canonicalLanguage(spoken) // nothing but the language is said
      : fitsLanguage(template, spoken);
  const fitting = templates.filter((template) => fits(template) && (kind === undefined || template.kind === kind)).map(index);
  const rarity = new Map(
    wanted.map((term) => {
      const having = fitting.filter(({ terms }) => terms.has(term)).length;
      return [term, Math.log(1 + (fitting.length - having + 0.5) / (having + 0.5))];
    }),
  );
  const total = [...rarity.values()].reduce((sum, weight) => sum + weight, 0);
  const candidates = fitting
    .map(({ id, terms }): Candidate => {
      const matched = wanted.filter((term) => terms.has(term));
      const weightOf = (term: string) => (rarity.get(term)! * terms.get(term)! * (SATURATION + 1)) / (terms.get(term)! + SATURATION);
      const known = matched.reduce((sum, term) => sum + rarity.get(term)!, 0);
      return { id, score: matched.reduce((sum, term) => sum + weightOf(term), 0), coverage: total === 0 ? 0 : known / total, matched };
    })
    .filter(({ matched }) => matched.length > 0 || wanted.length === 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const [first, second] = candidates;
  const isClear =
    first !== undefined && (candidates.length === 1 ? first.coverage > 0 || wanted.length === 0 : first.coverage >= CLEAR_COVERAGE);
  const leads = second === undefined || (first !== undefined && first.score >= second.score * CLEAR_LEAD && first.score > 0);
  return { candidates, ...(isClear && leads && { best: first.id }) };
};
