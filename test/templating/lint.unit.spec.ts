import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { Bundle } from '../../src/templating/bundle.js';
import { lintTemplate, type Finding } from '../../src/templating/lint.js';
import type { FileSpec, Manifest, Question } from '../../src/templating/manifest.js';
import { TEMPLATE_SCHEMA } from '../../src/templating/template-schema.js';
import { openTemplate } from '../../src/templating/template.js';
import { validateTemplate } from '../../src/templating/validate.js';
import { bundleOf, bytes, refusalOf, type Files } from './support/bundles.js';

const withManifest = (text: string, files: Files = {}): Bundle =>
  new Map([...bundleOf({}, files), ['template.json', { bytes: bytes(text) }]]);

const MANIFEST = `{
  "id": "example",
  "spec_version": "1.0.0",
  "questions": [
    { "name": "name", "type": "string", "promt": "?" },
    { "name": "size", "type": "number", "min": "1" }
  ],
  "files": [{ "path": "out", "template": "body" }]
}`;

const said = (findings: readonly Finding[]) => findings.map(({ severity, code, line, column }) => [severity, code, line, column]);

describe('publishing refuses a manifest with its line and column', () => {
  it.each([
    [
      MANIFEST.replace('"promt"', '"prompt"').replace('"1"', '1').replace('"files"', 'files'),
      'MANIFEST_INVALID',
      'template.json:8:3',
      'not JSON',
    ],
    [MANIFEST.replace('"example",', '"example"'), 'MANIFEST_INVALID', 'template.json:3:3', 'a comma is expected'],
    [MANIFEST.replace('}]\n}', '}],\n}'), 'MANIFEST_INVALID', 'template.json:9:1', ''],
    ['// a comment\n{}', 'MANIFEST_INVALID', 'template.json:1:1', 'JSON has no comments'],
    ['', 'MANIFEST_INVALID', 'template.json:1:1', ''],
    ['\uFEFF{}', 'MANIFEST_INVALID', 'template.json:1:1', 'byte order mark'],
    ['[]', 'PROPERTY_TYPE', 'template.json:1:1', 'template.json is not an object'],
    ['{}', 'PROPERTY_MISSING', 'template.json:1:1', 'needs "id"'],
    [MANIFEST, 'PROPERTY_UNKNOWN', 'template.json:5:41', 'questions[0] has no property "promt"'],
    [MANIFEST.replace('"promt"', '"prompt"'), 'PROPERTY_TYPE', 'template.json:6:48', 'questions[1].min is not a number'],
    [
      MANIFEST.replace('"promt"', '"prompt"').replace('"1"', '1').replace('"id": "example"', '"id": "a", "id": "b"'),
      'PROPERTY_TWICE',
      'template.json:2:14',
      'id stands there twice',
    ],
  ])('%#', async (text, code, place, message) => {
    const refusal = await refusalOf(() => validateTemplate(withManifest(text, { body: '' })));
    expect(refusal).toMatchObject({ code, place, message: expect.stringContaining(message) });
    expect(refusal.message.startsWith(`${place}: `)).toBe(true);
  });

  it('says which property was probably meant', async () => {
    expect(await refusalOf(() => validateTemplate(withManifest(MANIFEST)))).toMatchObject({
      hint: expect.stringContaining('did you mean "prompt"?'),
    });
  });

  it('opens what is sound', () => {
    const sound = MANIFEST.replace('"promt"', '"prompt"').replace('"1"', '1');
    expect(validateTemplate(withManifest(sound, { body: '' }))).toMatchObject({ id: 'example', version: '1.0.0' });
  });

  it('misses a manifest, and opens nothing without one', async () => {
    expect(await refusalOf(() => validateTemplate(new Map()))).toMatchObject({ code: 'MANIFEST_MISSING' });
    expect(await refusalOf(() => openTemplate(new Map()))).toMatchObject({ code: 'MANIFEST_MISSING' });
    expect(await refusalOf(() => openTemplate(withManifest('{')))).toMatchObject({ code: 'MANIFEST_INVALID' });
  });

  const question = (rest: Partial<Question>): Partial<Manifest> => ({ questions: [{ name: 'x', type: 'string', ...rest }] });
  it.each<[string, Partial<Manifest>]>([
    ['ID_INVALID', { id: 'Example' }],
    ['ID_INVALID', { id: 'a:b:c' }],
    ['ID_INVALID', { id: 'a'.repeat(129) }],
    ['VERSION_INVALID', { spec_version: '1.0' }],
    ['NAME_INVALID', question({ name: 'a-b' })],
    ['NAME_INVALID', question({ name: '__proto__' })],
    ['NAME_INVALID', question({ name: 'item' })],
    ['NAME_TWICE', { questions: [{ name: 'x', type: 'string' }, { name: 'x', type: 'number' }] }], // prettier-ignore
    ['PROPERTY_MISSING', question({ type: 'choice' })],
    ['PROPERTY_MISSING', question({ type: 'computed' })],
    ['PROPERTY_MISPLACED', question({ choices: ['a'] })],
    ['PROPERTY_MISPLACED', question({ type: 'boolean', min: 1 })],
    ['PROPERTY_MISPLACED', question({ type: 'computed', value: '1', prompt: 'x' })],
    ['LIMITS_INVALID', question({ min: 3, max: 1 })],
    ['LIMITS_INVALID', question({ min: -1 })],
    ['LIMITS_INVALID', question({ type: 'number', integer: true, min: 0.5 })],
    ['PATTERN_INVALID', question({ pattern: '(' })],
    ['SECRET_IN_LIST', question({ type: 'list', items: [{ name: 'y', type: 'secret' }] })],
    ['GROUP_UNKNOWN', { groups: [{ name: 'database' }], ...question({ group: 'databse' }) }],
    ['EACH_NOT_LIST', { ...question({}), files: [{ path: 'a', template: 'body', each: 'x' }] }],
    ['PATH_UNSAFE', { files: [{ path: '../a', template: 'body' }] }],
    ['PATH_UNSAFE', { files: [{ path: '/a', template: 'body' }] }],
    ['PATH_UNSAFE', { files: [{ path: '', template: 'body' }] }],
    ['PROPERTY_VALUE', { delimiters: ['< %', '%>'] }],
    ['DELIMITERS_INVALID', { delimiters: ['|', '|'] }],
    ['NAME_INVALID', { slots: [{ name: 'a b', prompt: '', fallback: '' }] }],
    ['PROPERTY_MISPLACED', { checks: [{ kind: 'command' } as never] }],
    ['MIGRATION_KEY', { migrations: { latest: {} } }],
    ['ID_INVALID', { includes: [{ template: 'No' }] }],
    ['NAME_TWICE', { includes: [{ template: 'a' }, { template: 'b:a' }] }], // prettier-ignore
  ])('%s: %j', async (code, manifest) => {
    const { place, ...refusal } = await refusalOf(() => validateTemplate(bundleOf(manifest, { body: '' })));
    expect(refusal.code).toBe(code);
    expect(place).toMatch(/^template\.json:\d+:\d+$/);
  });

  it('refuses what is too large', async () => {
    const many = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));
    const questions = many(1001, (index): Question => ({ name: `q${index}`, type: 'string' }));
    const files = Object.fromEntries(many(1000, (index) => [`f${index}`, '']));
    for (const bundle of [bundleOf({ questions }), bundleOf({}, files), bundleOf({}, { body: { bytes: new Uint8Array(5 * 1024 * 1024) } })])
      expect(await refusalOf(() => validateTemplate(bundle))).toMatchObject({ code: 'TEMPLATE_TOO_LARGE' });
  });
});

type Linted = {
  readonly questions?: readonly Question[];
  readonly body?: string;
  readonly manifest?: Partial<Manifest>;
  readonly files?: Files;
  readonly file?: Partial<FileSpec>;
};

const lint = ({ questions = [], body = '', manifest = {}, files = {}, file = {} }: Linted): Finding[] =>
  lintTemplate(bundleOf({ questions, files: [{ path: 'out', template: 'body', ...file }], ...manifest }, { body, ...files }));

const NAME: Question = { name: 'name', type: 'string', default: 'x' };
const FLAG: Question = { name: 'flag', type: 'boolean', default: true };
const TAGS: Question = { name: 'tags', type: 'list', default: [], items: [{ name: 'key', type: 'string' }] };

describe('lint', () => {
  it('has nothing to say about a sound template', () => {
    const body =
      '{{name.pascal}} {{#flag}}{{> line}}{{/flag}}{{#tags}}{{key}} {{item.key.upper}} {{index}}{{^last}},{{/last}}{{name}}{{/tags}} {{slots.intro}} {{tags.json}}';
    const manifest = { slots: [{ name: 'intro', prompt: 'On {{name}}', fallback: '' }] };
    expect(
      lint({ questions: [NAME, FLAG, TAGS], body, manifest, files: { 'partials/line.mustache': '{{name}}', 'README.md': '' } }),
    ).toEqual([]);
  });

  it.each<[string, Linted, [Finding['severity'], string, string, number, number], string?]>([
    [
      'an unknown name',
      { questions: [NAME], body: 'x\n  {{nam}}{{name}}' },
      ['error', 'VARIABLE_UNKNOWN', 'body', 2, 3],
      'did you mean "name"?',
    ],
    [
      'an unknown condition',
      { questions: [NAME], body: '{{#nam}}{{/nam}}{{name}}' },
      ['error', 'VARIABLE_UNKNOWN', 'body', 1, 1],
      'did you mean "name"?',
    ],
    [
      'an unknown helper',
      { questions: [NAME], body: '{{name.pascl}}' },
      ['error', 'VARIABLE_UNKNOWN', 'body', 1, 1],
      'did you mean "pascal"?',
    ],
    ['a helper that does not fit', { questions: [FLAG], body: '{{flag.kebab}}' }, ['error', 'VARIABLE_UNKNOWN', 'body', 1, 1]],
    [
      'an unknown member of an item',
      { questions: [TAGS], body: '{{#tags}}{{item.kye}}{{/tags}}' },
      ['error', 'VARIABLE_UNKNOWN', 'body', 1, 10],
      'did you mean "key"?',
    ],
    [
      'an item outside its list',
      { questions: [TAGS], body: '{{#tags}}{{key}}{{/tags}}{{key}}' },
      ['error', 'VARIABLE_UNKNOWN', 'body', 1, 26],
    ],
    ['an unknown slot', { questions: [NAME], body: '{{name}}{{slots.intro}}' }, ['error', 'VARIABLE_UNKNOWN', 'body', 1, 9]],
    ['a printed list', { questions: [TAGS], body: '{{tags}}' }, ['error', 'VALUE_NOT_TEXT', 'body', 1, 1], 'tags.json'],
    [
      'a missing partial',
      { questions: [NAME], body: '{{name}}\n{{> lin}}', files: { 'partials/line.mustache': '' } },
      ['error', 'PARTIAL_MISSING', 'body', 2, 1],
      'partials: line',
    ],
    [
      'a mistake in a partial',
      { questions: [NAME], body: '{{> line}}', files: { 'partials/line.mustache': '\n {{nam}}{{name}}' } },
      ['error', 'VARIABLE_UNKNOWN', 'partials/line.mustache', 2, 2],
    ],
    [
      'a partial without end',
      { body: '{{> a}}', files: { 'partials/a.mustache': '{{> b}}', 'partials/b.mustache': '{{> a}}' } },
      ['error', 'PARTIAL_RECURSION', 'partials/b.mustache', 1, 1],
    ],
    ['broken Mustache', { questions: [NAME], body: 'a\n{{#name}}' }, ['error', 'TEMPLATE_SYNTAX', 'body', 2, 1], '{{/name}}'],
    [
      'a body that is no text',
      { files: { body: { bytes: new Uint8Array([0xff]) } } },
      ['error', 'FILE_NOT_TEXT', 'body', 0, 0],
      '"raw": true',
    ],
    ['an unused question', { questions: [NAME] }, ['warning', 'QUESTION_UNUSED', 'template.json', 11, 5]],
    ['an unused partial', { files: { 'partials/a.mustache': '' } }, ['warning', 'PARTIAL_UNUSED', 'partials/a.mustache', 0, 0]],
    ['an undeclared file', { files: { 'notes.txt': '' } }, ['warning', 'FILE_UNDECLARED', 'notes.txt', 0, 0], '.formworkignore'],
    [
      'an answer that may be missing',
      { questions: [FLAG, { ...NAME, when: '{{flag}}' }], body: '{{name}}' },
      ['warning', 'VARIABLE_UNANSWERED', 'body', 1, 1],
      '{{#name}}',
    ],
  ])('finds %s', (_, setting, [severity, code, file, line, column], ...[hint]) => {
    const findings = lint(setting);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity,
      code,
      file,
      ...(line > 0 && { line, column }),
      ...(hint !== undefined && { hint: expect.stringContaining(hint) }),
    });
  });

  it.each<[string, readonly Question[], string]>([
    ['VARIABLE_UNKNOWN', [{ ...NAME, default: '{{nope}}' }], 'default'],
    ['VARIABLE_UNKNOWN', [{ ...NAME, when: 'nope > 3' }], 'when'],
    ['VARIABLE_UNKNOWN', [{ name: 'name', type: 'choice', choices: [{ value: 'a', when: '{{nope}}' }] }], 'when'],
    ['QUESTION_LATER', [{ ...NAME, prompt: 'Is it {{flag}}?' }, FLAG], 'prompt'],
    ['QUESTION_LATER', [{ ...NAME, hint: '{{name}}' }], 'hint'],
    [
      'SECRET_RECORDED',
      [
        { name: 'token', type: 'secret' },
        { ...NAME, default: '{{token}}' },
      ],
      'default',
    ],
    ['EXPRESSION_INVALID', [FLAG, { ...NAME, when: 'flag ==' }], 'when'],
    ['TEMPLATE_SYNTAX', [{ ...NAME, prompt: '{{#x}}' }], 'prompt'],
    ['DEFAULT_UNFIT', [{ ...NAME, pattern: '^[A-Z]$' }], 'default'],
    ['DEFAULT_UNFIT', [{ name: 'name', type: 'choice', choices: ['a'], default: 'b' }], 'default'],
    ['CONDITION_UNCLEAR', [{ name: 'db', type: 'choice', choices: ['a', 'b'], default: 'a' }, { ...NAME, when: '{{db}}' }], 'when'], // prettier-ignore
  ])('finds %s in questions, at the text itself', (code, questions, property) => {
    const bundle = bundleOf(
      { questions, files: [{ path: 'out', template: 'body' }] },
      {
        body: '{{#name}}{{/name}}{{#flag}}{{/flag}}'.replace(questions.some(({ name }) => name === 'flag') ? '' : '{{#flag}}{{/flag}}', ''),
      },
    );
    const errors = lintTemplate(bundle).filter(({ severity }) => severity === 'error');
    expect(errors.map((error) => error.code)).toEqual([code]);
    const line = Buffer.from(bundle.get('template.json')!.bytes).toString().split('\n')[errors[0]!.line! - 1];
    expect(line?.trim()).toMatch(new RegExp(`^"${property}"`));
  });

  it.each(['false', 'db == "oracle"', '{{#flag}}{{^flag}}true{{/flag}}{{/flag}}', 'flag && !flag', 'pool'])(
    'finds a condition that never holds: %s',
    (when) => {
      const questions: Question[] = [
        FLAG,
        { name: 'db', type: 'choice', choices: ['sqlite', 'postgres'], default: 'sqlite' },
        { name: 'pool', type: 'boolean', default: false, when: 'db == "mysql"' },
        { ...NAME, when },
      ];
      const never = lint({ questions, body: '{{#name}}{{flag}}{{db}}{{#pool}}{{/pool}}{{/name}}' }).filter(
        ({ code }) => code === 'CONDITION_NEVER',
      );
      expect(never.map(({ message }) => message)).toContain(
        when === 'pool' ? '"db == "mysql"" never holds, whatever is answered' : `"${when}" never holds, whatever is answered`,
      );
    },
  );

  it('lets conditions stand that can hold', () => {
    const questions: Question[] = [
      FLAG,
      { name: 'db', type: 'choice', choices: ['sqlite', 'postgres'], default: 'sqlite' },
      { ...NAME, when: 'db == "postgres" && flag' },
    ];
    expect(lint({ questions, body: '{{#name}}{{name}}{{/name}}' })).toEqual([]);
  });

  it('knows what a condition around a place asks for', () => {
    const questions: Question[] = [FLAG, { ...NAME, when: '{{flag}}' }];
    for (const setting of [
      { body: '{{#flag}}{{name}}{{/flag}}' },
      { body: '{{name}}', file: { when: 'flag' } },
      { body: '{{^name}}no{{/name}}' },
    ])
      expect(lint({ questions, ...setting })).toEqual([]);
  });

  it('finds two files for one path', () => {
    const files = (a: Partial<FileSpec>, b: Partial<FileSpec>) => lint({ questions: [FLAG], body: '{{flag}}', manifest: { files: [{ path: 'a/{{flag}}', template: 'body', ...a }, { path: 'A/{{flag}}', template: 'body', ...b }] } }); // prettier-ignore
    expect(files({}, {}).map(({ code }) => code)).toEqual(['PATHS_COLLIDE']);
    expect(files({ when: 'flag' }, { when: '!flag' })).toEqual([]);
  });

  it('finds braces that are no tags where delimiters are others', () => {
    const questions: Question[] = [{ ...NAME, prompt: 'Name of {{x}}?' }];
    expect(
      lint({ questions, body: '<% name %> ${{ secrets.X }}', manifest: { delimiters: ['<%', '%>'] } }).map(({ code }) => code),
    ).toEqual(['DELIMITERS_OTHER']);
  });

  it('reports everything at once, errors first', () => {
    const findings = lint({ questions: [NAME], body: '{{a}}\n{{b}}', manifest: { files: [{ path: 'o', template: 'body' }, { path: 'p', template: 'bdy' }] }, files: { x: '' } }); // prettier-ignore
    expect(said(findings)).toEqual([
      ['error', 'VARIABLE_UNKNOWN', 1, 1],
      ['error', 'VARIABLE_UNKNOWN', 2, 1],
      ['error', 'TEMPLATE_FILE_MISSING', expect.any(Number), expect.any(Number)],
    ]);
  });

  it('reports all that the manifest has wrong', () => {
    expect(lintTemplate(withManifest(MANIFEST)).map(({ code }) => code)).toEqual(['PROPERTY_UNKNOWN', 'PROPERTY_TYPE']);
    expect(lintTemplate(new Map()).map(({ code }) => code)).toEqual(['MANIFEST_MISSING']);
  });
});

describe('the schema for editors', () => {
  it('is the one that manifests are checked against', () => {
    const file = fileURLToPath(new URL('../../schema/template.schema.json', import.meta.url));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(TEMPLATE_SCHEMA)));
  });
});
