/** The shape of `template.json`, as `contract.md`'s table has it; `schema/template.schema.json` is the same for editors. */
export type QuestionType =
  'boolean' | 'number' | 'string' | 'text' | 'choice' | 'multi_choice' | 'path' | 'json' | 'yaml' | 'secret' | 'list' | 'computed';

/** JSON as it stands in answers. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A choice is its value; the long form adds what is shown and when it is on offer. Texts are Mustache over earlier answers. */
export type Choice = Json | { readonly value: Json; readonly label?: string; readonly when?: string };

export type Question = {
  readonly name: string;
  readonly type: QuestionType;
  readonly prompt?: string;
  readonly default?: Json;
  readonly hint?: string;
  /** Mustache over earlier answers; blank or missing means always. */
  readonly when?: string;
  readonly choices?: readonly Choice[];
  readonly items?: readonly Question[];
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  readonly pattern?: string;
  readonly message?: string;
  readonly ask?: 'always' | 'once';
  readonly group?: string;
  readonly required?: boolean;
};

export type QuestionGroup = { readonly name: string; readonly title?: string; readonly when?: string };

export type Delimiters = readonly [open: string, close: string];

export type FileSpec = {
  readonly path: string;
  readonly template: string;
  readonly when?: string;
  /** Name of a list or multi_choice question: one file per item. */
  readonly each?: string;
  /** Bytes are copied, not rendered. */
  readonly raw?: boolean;
  readonly executable?: boolean;
  readonly skip_if_exists?: boolean;
  readonly delimiters?: Delimiters;
};

export type Slot = { readonly name: string; readonly prompt: string; readonly fallback: string; readonly max_tokens?: number };

/** How generated output is checked; `path` in `run` is each generated file. */
export type Check = { readonly kind: 'syntax' } | { readonly kind: 'command'; readonly run: readonly string[] };

export type AnswerTransform = string | { readonly to: string; readonly map?: Readonly<Record<string, Json>>; readonly value?: string };

export type Migration = {
  readonly before?: string;
  readonly after?: string;
  readonly answer_transforms?: Readonly<Record<string, AnswerTransform>>;
  readonly file_renames?: Readonly<Record<string, string>>;
};

/** Another template as part of this one, at the version (`id@version`) that is locked when this one is published. */
export type Include = {
  readonly template: string;
  /** Namespace of its questions; the last part of its id when unset. */
  readonly as?: string;
  /** Answers to its questions, Mustache over the answers of this template; the others are asked as `namespace.name`. */
  readonly answers?: Readonly<Record<string, Json>>;
  readonly when?: string;
  /** `partials`: neither its questions nor its files, only its partials, as `{{> id/name}}`. */
  readonly only?: 'partials';
};

export type Manifest = {
  readonly id: string;
  readonly spec_version: string;
  readonly description?: string;
  readonly language?: string;
  readonly kind?: 'code' | 'file' | 'documentation' | 'refactoring' | 'component';
  readonly tags?: readonly string[];
  readonly groups?: readonly QuestionGroup[];
  readonly questions?: readonly Question[];
  readonly files: readonly FileSpec[];
  readonly partials?: string;
  readonly delimiters?: Delimiters;
  readonly slots?: readonly Slot[];
  readonly checks?: readonly Check[];
  readonly migrations?: Readonly<Record<string, Migration>>;
  readonly includes?: readonly Include[];
};
