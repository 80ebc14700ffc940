/**
 * JSON Schema of `template.json`. `schema/template.schema.json` is the same as a file, for editors; a module here, so that it is found
 * however the program was built. What it cannot say (names, types that belong together) `manifest-findings.ts` checks.
 */
const text = (description: string) => ({ type: 'string', description }) as const;
const flag = (description: string) => ({ type: 'boolean', description }) as const;
const condition = (what: string) =>
  text(`${what} Mustache that comes out as true or false ("{{use_ets}}"), or an expression (database == "postgres"). Blank means always.`);
const delimiters = {
  type: 'array',
  description: 'Opening and closing delimiters of tags, instead of {{ and }}.',
  items: { type: 'string', pattern: '^[^\\s=]+$' },
  minItems: 2,
  maxItems: 2,
} as const;
const answers = { type: 'object', additionalProperties: true } as const;

export const QUESTION_TYPES = [
  'boolean',
  'number',
  'string',
  'text',
  'choice',
  'multi_choice',
  'path',
  'json',
  'yaml',
  'secret',
  'list',
  'computed',
] as const;

const longChoice = {
  type: 'object',
  additionalProperties: false,
  required: ['value'],
  properties: {
    value: { description: 'The answer.' },
    label: text('What is shown instead of the value.'),
    when: condition('Whether the choice is on offer.'),
  },
} as const;

const question = {
  type: 'object',
  description: 'Asked in order; its texts are Mustache over earlier answers.',
  additionalProperties: false,
  required: ['name', 'type'],
  properties: {
    name: text('How templates, flags and answers files call it: a letter, then letters, digits and underscores.'),
    type: { description: 'What the answer is.', enum: QUESTION_TYPES },
    prompt: text('The question as a person reads it.'),
    default: { description: 'The answer if nobody gives one; checked like an answer.' },
    hint: text('Shown beside the question.'),
    when: condition('Whether it is asked.'),
    choices: {
      type: 'array',
      description: 'What a choice or multi_choice offers: values, or { value, label, when }.',
      minItems: 1,
      items: { if: { type: 'object', required: ['value'] }, then: { $ref: '#/$defs/longChoice' } },
    },
    items: { type: 'array', description: 'Questions of each item of a list.', minItems: 1, items: { $ref: '#/$defs/question' } },
    value: text('Of a computed question: Mustache, or an expression where it has no tags.'),
    min: { type: 'number', description: 'Smallest number, fewest characters or fewest entries.' },
    max: { type: 'number', description: 'Largest number, most characters or most entries.' },
    integer: flag('Whole numbers only.'),
    pattern: text('A regular expression that text has to match; ^ and $ tie it to the ends.'),
    message: text('Said instead of the usual sentence when min, max or pattern is broken.'),
    ask: { description: 'always: asked in every run; once: asked once, then fixed for good.', enum: ['always', 'once'] },
    group: text('The group it belongs to: a heading, with a shared condition if "groups" says so.'),
    required: flag('Whether an answer is needed; unless said, it is where there is no default.'),
  },
} as const;

const file = {
  type: 'object',
  additionalProperties: false,
  required: ['path', 'template'],
  properties: {
    path: text('Where it is written, relative to the destination, with "/"; Mustache. A part that comes out blank leaves the file out.'),
    template: text('The file of this folder that it is rendered from.'),
    when: condition('Whether it is written.'),
    each: text('Name of a list: one file for each item, with "item" in path and body.'),
    raw: flag('Copies the bytes without rendering.'),
    executable: flag('Sets the executable bit.'),
    skip_if_exists: flag('Leaves a file alone that is there already.'),
    delimiters,
  },
} as const;

const check = {
  type: 'object',
  additionalProperties: false,
  required: ['kind'],
  properties: {
    kind: { description: 'syntax: each file can be parsed; command: a command succeeds.', enum: ['syntax', 'command'] },
    run: {
      type: 'array',
      description: 'The command and its arguments; {{path}} is the generated file.',
      minItems: 1,
      items: { type: 'string' },
    },
  },
} as const;

const migration = {
  type: 'object',
  additionalProperties: false,
  properties: {
    before: text('Step before the files are rendered again.'),
    after: text('Step after it.'),
    answer_transforms: {
      type: 'object',
      description: 'Old answer → its new name, or { to, map } or { to, value }.',
      additionalProperties: {
        type: ['string', 'object'],
        additionalProperties: false,
        required: ['to'],
        properties: {
          to: text('The new name.'),
          map: { ...answers, description: 'Old value → new value.' },
          value: text('Mustache over the old answers.'),
        },
      },
    },
    file_renames: {
      type: 'object',
      description: 'Old path → new path; Mustache over the answers.',
      additionalProperties: { type: 'string' },
    },
  },
} as const;

const include = {
  type: 'object',
  additionalProperties: false,
  required: ['template'],
  properties: {
    template: text('Another template as id or id@version; locked to a version when this template is published.'),
    as: text('Namespace of its questions; the last part of its id when unset.'),
    answers: { ...answers, description: 'Answers to its questions, Mustache over the answers of this template.' },
    when: condition('Whether it is part of the generation.'),
    only: { description: 'partials: only its partials, as {{> id/name}}.', enum: ['partials'] },
  },
} as const;

export const TEMPLATE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Formwork template',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'spec_version', 'files'],
  properties: {
    $schema: text('Where editors find this schema.'),
    id: text('name or namespace:name, each of a-z, 0-9, ".", "_" and "-".'),
    spec_version: text('Semantic version of the template; a published version never changes.'),
    description: text('One sentence on what it generates; searched when nobody names a template.'),
    language: text('Language of what it generates.'),
    kind: { description: 'What it generates.', enum: ['code', 'file', 'documentation', 'refactoring', 'component'] },
    tags: { type: 'array', description: 'Words by which it is found.', items: { type: 'string' } },
    groups: {
      type: 'array',
      description: 'Headings over questions, with a shared condition.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: {
          name: text('The "group" of its questions.'),
          title: text('The heading.'),
          when: condition('Whether its questions are asked.'),
        },
      },
    },
    questions: { type: 'array', items: { $ref: '#/$defs/question' } },
    files: { type: 'array', description: 'What is written.', items: file },
    partials: text('Folder of partials; "partials/" when unset.'),
    delimiters,
    slots: {
      type: 'array',
      description: 'Texts that a model may write, as {{slots.name}}.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'prompt', 'fallback'],
        properties: {
          name: text('Its name.'),
          prompt: text('What the model is asked for; Mustache over the answers.'),
          fallback: text('The text without a model; Mustache over the answers.'),
          max_tokens: { type: 'integer', minimum: 1, description: 'Longest reply.' },
        },
      },
    },
    checks: { type: 'array', description: 'How generated files are checked.', items: check },
    migrations: {
      type: 'object',
      description: 'Steps between versions: "2.1_to_2.3".',
      additionalProperties: migration,
    },
    includes: { type: 'array', description: 'Other templates as part of this one.', items: include },
  },
  $defs: { question, longChoice },
} as const;
