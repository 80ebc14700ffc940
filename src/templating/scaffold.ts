import type { Bundle } from './bundle.js';
import { TEMPLATE_SCHEMA } from './template-schema.js';
import { MANIFEST_FILE } from './template.js';
import { IGNORE_FILE } from './ignored-files.js';
import { wordsOf } from './words.js';

export type Scaffold = { readonly description?: string; readonly language?: string };

const encoder = new TextEncoder();
const file = (text: string) => ({ bytes: encoder.encode(text) });
const json = (value: unknown) => file(`${JSON.stringify(value, undefined, 2)}\n`);

const SCHEMA_FILE = 'template.schema.json';

const GREETING = `# {{name.title}}

{{#polite}}
Dear reader,

{{/polite}}
this file was generated for {{name}}. Change {{=<% %>=}}greeting.md.mustache<%={{ }}=%>, then look at the result:

    formwork template test DIR
`;

/** A small template that works as it is: two questions, one file, and the schema by which editors complete `template.json`. */
export const newTemplate = (id: string, { description, language }: Scaffold = {}): Bundle => {
  const name = wordsOf(id.split(':').at(-1) ?? id).join(' ');
  const manifest = {
    $schema: `./${SCHEMA_FILE}`,
    id,
    spec_version: '0.1.0',
    description: description ?? `Says what ${name} generates, in one sentence`,
    ...(language !== undefined && { language }),
    kind: 'file',
    tags: wordsOf(name),
    questions: [
      { name: 'name', type: 'string', prompt: 'What is it called?', default: name, hint: 'words in any case' },
      { name: 'polite', type: 'boolean', prompt: 'Greet the reader?', default: true },
    ],
    files: [{ path: '{{name.kebab}}.md', template: 'greeting.md.mustache' }],
  };
  return new Map([
    [MANIFEST_FILE, json(manifest)],
    ['greeting.md.mustache', file(GREETING)],
    [IGNORE_FILE, file(`# Files of this folder that are not part of the template.\n${SCHEMA_FILE}\n`)],
    [SCHEMA_FILE, json(TEMPLATE_SCHEMA)],
  ]);
};
