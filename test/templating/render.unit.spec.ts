import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnswerSources } from '../../src/templating/answers.js';
import type { FileSpec, Json, Manifest, Question } from '../../src/templating/manifest.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { restoreAnswers } from '../../src/templating/restore-answers.js';
import type { RenderOptions } from '../../src/templating/template-parts.js';
import { bytes, refusalOf, templateOf, text, type Files } from './support/bundles.js';

const QUESTIONS: readonly Question[] = [
  { name: 'name', type: 'string', default: 'user account' },
  { name: 'yes', type: 'boolean', default: true },
  { name: 'count', type: 'number', default: 0 },
  { name: 'maybe', type: 'string', required: false },
  { name: 'features', type: 'multi_choice', choices: ['auth', 'queue', 'cache'], default: ['queue', 'auth'] },
  { name: 'columns', type: 'list', items: [{ name: 'name', type: 'string' }, { name: 'size', type: 'number', required: false }], default: [{ name: 'id', size: 8 }, { name: 'title' }] }, // prettier-ignore
  { name: 'config', type: 'json', default: { tls: true, ports: [1, 2], nested: { deep: 'x' } } },
];

const file = (template: string, rest: Partial<FileSpec> = {}): FileSpec => ({ path: 'out', template, ...rest });

type Setting = {
  readonly manifest?: Partial<Manifest>;
  readonly files?: Files;
  readonly sources?: AnswerSources;
  readonly options?: RenderOptions;
};

const renderAll = async ({ manifest = {}, files = {}, sources = {}, options = {} }: Setting) => {
  const template = templateOf({ questions: QUESTIONS, files: [file('body')], ...manifest }, files);
  return renderTemplate(template, await answerQuestions(template, sources), options);
};

const body = async (template: string, setting: Setting = {}): Promise<string> =>
  text((await renderAll({ ...setting, files: { ...setting.files, body: template } }))[0]);

const refusal = (template: string, setting: Setting = {}) => refusalOf(() => body(template, setting));

describe('a body', () => {
  it.each([
    ['{{name}} {{yes}} {{count}}', 'user account true 0'],
    ['{{#yes}}on{{/yes}}{{^count}}none{{/count}}', 'onnone'],
    ['{{#features}}{{index}}/{{position}}:{{.}}={{item}}{{^last}}, {{/last}}{{/features}}', '0/1:queue=queue, 1/2:auth=auth'],
    [
      '{{#columns}}{{#first}}[{{/first}}{{name}}{{#size}}({{size}}){{/size}} of {{count}}{{^last}}; {{/last}}{{#last}}]{{/last}}{{/columns}}',
      '[id(8) of 0; title of 0]',
    ],
    ['{{#columns}}{{item.name}} {{/columns}}', 'id title '],
    ['{{features.length}} {{features.0}} {{columns.1.name}}', '2 queue title'],
    ['{{#features.length}}some{{/features.length}}', 'some'],
    ['{{#config.tls}}{{config.nested.deep}}{{/config.tls}}{{#config.absent}}no{{/config.absent}}', 'x'],
    ['{{#config.nested}}{{deep}}{{/config.nested}}', 'x'],
    ['{{#maybe}}{{maybe}}{{/maybe}}{{^maybe}}none{{/maybe}}', 'none'],
    ['a<b && c>"d" \'e\' {{! comment }}{{{name}}}', 'a<b && c>"d" \'e\' user account'],
    ['{{=<% %>=}}${{ secrets.X }} <% name %>', '${{ secrets.X }} user account'],
  ])('%j comes out as %j', async (template, expected) => expect(await body(template)).toBe(expected));

  it('leaves ${{ }} alone where the template or the file has other delimiters', async () => {
    const delimiters = ['<%', '%>'] as const;
    expect(await body('${{ secrets.X }} <% name %>', { manifest: { delimiters } })).toBe('${{ secrets.X }} user account');
    expect(await body('${{ secrets.X }} <% name %>', { manifest: { files: [file('body', { delimiters })] } })).toBe(
      '${{ secrets.X }} user account',
    );
  });

  it.each([
    ['first\n  {{nam}}', 'VARIABLE_UNKNOWN', 'body:2:3: "nam" is not known here', 'did you mean "name"?'],
    ['{{#nope}}x{{/nope}}', 'VARIABLE_UNKNOWN', 'body:1:1: "nope" is not known here', 'known here'],
    ['é👍{{^nope}}x{{/nope}}', 'VARIABLE_UNKNOWN', 'body:1:4:', 'known here'],
    ['{{maybe}}', 'VARIABLE_UNANSWERED', 'body:1:1: "maybe" has no answer here', '{{#maybe}} … {{/maybe}}'],
    ['{{#columns}}\n{{size}}{{/columns}}', 'VARIABLE_UNANSWERED', 'body:2:1:', '{{#size}}'],
    ['{{name.pascl}}', 'VARIABLE_UNKNOWN', '"name.pascl"', 'did you mean "pascal"?'],
    ['{{constructor}}', 'VARIABLE_UNKNOWN', '"constructor"', ''],
    ['{{name.constructor}}', 'VARIABLE_UNKNOWN', '"name.constructor"', ''],
    ['{{config.toString}}', 'VARIABLE_UNANSWERED', '"config.toString"', ''],
    ['{{features.push}}', 'VARIABLE_UNKNOWN', '"features.push"', ''],
    ['{{#slots.intro}}{{/slots.intro}}', 'VARIABLE_UNKNOWN', '"slots.intro"', ''],
    ['{{features}}', 'VALUE_NOT_TEXT', '"features" is a list', 'features.json'],
    ['{{config}}', 'VALUE_NOT_TEXT', '"config" is an object', 'config.json'],
    ['{{slots.intro}}', 'VARIABLE_UNKNOWN', '"slots.intro"', ''],
    ['a\n{{> nope}}', 'PARTIAL_MISSING', 'body:2:1: there is no partial "nope"', 'partials: none'],
    ['a {{name', 'TEMPLATE_SYNTAX', 'body:1:3: a tag is opened by {{ and never closed', 'close it with }}'],
    ['\n{{#name}}x', 'TEMPLATE_SYNTAX', 'body:2:1: the section "name" is opened and never closed', '{{/name}}'],
    ['{{#yes}}{{#name}}{{/yes}}{{/name}}', 'TEMPLATE_SYNTAX', 'body:1:9: the section "name" is opened and never closed', ''],
    ['x{{/name}}', 'TEMPLATE_SYNTAX', 'body:1:2: {{/name}} closes a section that was never opened', '{{#name}}'],
    ['{{}}', 'TEMPLATE_SYNTAX', 'body:1:1: a tag without a name', ''],
    ['{{=x=}}', 'TEMPLATE_SYNTAX', 'body:1:1:', ''],
  ])('%j is refused: %s', async (template, code, message, hint) => {
    expect(await refusal(template)).toMatchObject({
      code,
      message: expect.stringContaining(message),
      ...(hint !== '' && { hint: expect.stringContaining(hint) }),
    });
  });

  it('keeps every byte that is no tag', async () => {
    const raw = '\uFEFFfirst\r\n{{#yes}}\r\nsecond\r\n{{/yes}}\r\nlast {{name}} 👍 é \u0000 without end';
    expect(await body(raw)).toBe('\uFEFFfirst\r\nsecond\r\nlast user account 👍 é \u0000 without end');
    expect(await body('')).toBe('');
  });

  it('comes out the same whatever text stands outside tags', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }).filter((part) => !/\{\{|\p{Surrogate}/u.test(part) && !part.endsWith('{')),
        async (part) => {
          expect(await body(part)).toBe(part);
          expect(await body(`${part}{{name}}`)).toBe(`${part}user account`);
        },
      ),
    );
  });
});

describe('partials', () => {
  const files = { 'partials/head.mustache': '# {{name}}\n{{> deep/line}}', 'partials/deep/line.mustache': '--\n' };
  it('come from the folder of partials and may use others, moved with their line', async () => {
    expect(await body('  {{> head}}\nend', { files })).toBe('  # user account\n  --\nend');
    expect(await body('{{> head}}', { files: { 'shared/head.mustache': 'other' }, manifest: { partials: 'shared' } })).toBe('other');
  });
  it('are named with their own line and column', async () => {
    expect(await refusal('\n\n    {{> bad}}', { files: { 'partials/bad.mustache': 'x\n  {{nope}}' } })).toMatchObject({
      place: 'partials/bad.mustache:2:3',
    });
  });
  it('that include themselves without end are refused with the circle', async () => {
    const circle = { 'partials/a.mustache': '{{> b}}', 'partials/b.mustache': '{{> a}}' };
    expect(await refusal('{{> a}}', { files: circle })).toMatchObject({
      code: 'PARTIAL_RECURSION',
      message: expect.stringMatching(/"[ab]" includes itself without end \((a → b → a|b → a → b)\)/),
    });
  });
});

describe('slots', () => {
  const manifest = { slots: [{ name: 'intro', prompt: 'Introduce {{name}}', fallback: 'About {{name}}' }] };
  it('print what was written for them, as text and not as a template', async () => {
    expect(await body('{{slots.intro}}', { manifest, options: { slots: { intro: 'A {{model}} wrote' } } })).toBe('A {{model}} wrote');
  });
  it('print their fallback otherwise', async () => expect(await body('{{slots.intro}}', { manifest })).toBe('About user account'));
});

describe('files', () => {
  it('stand under their rendered paths, one for each item where they say so', async () => {
    const manifest = {
      files: [
        file('body', { path: '{{name.kebab}}/{{index}}-{{item}}.md', each: 'features' }),
        file('body', { path: 'c/{{item.name}}{{#last}}.last{{/last}}', each: 'columns' }),
      ],
    };
    const rendered = await renderAll({ manifest, files: { body: '{{position}} {{item.json}}' } });
    expect(rendered.map((one) => [one.path, text(one)])).toEqual([
      ['user-account/0-queue.md', '1 "queue"'],
      ['user-account/1-auth.md', '2 "auth"'],
      ['c/id', '1 {"name":"id","size":8}'],
      ['c/title.last', '2 {"name":"title"}'],
    ]);
  });
  it('are left out by their condition; a blank one means always', async () => {
    const manifest = {
      files: [
        file('body', { path: 'a', when: 'count > 0' }),
        file('body', { path: 'b', when: ' ' }),
        file('body', { path: 'c', when: '{{^yes}}true{{/yes}}' }),
      ],
    };
    expect((await renderAll({ manifest, files: { body: '' } })).map(({ path }) => path)).toEqual(['b']);
  });
  it('for each item of nothing are none', async () => {
    const hidden: Question = { name: 'tags', type: 'list', default: [], when: 'no' };
    expect(
      await renderAll({
        manifest: { questions: [hidden], files: [file('body', { each: 'tags', path: '{{item}}' })] },
        files: { body: '' },
      }),
    ).toEqual([]);
    expect(await refusal('', { manifest: { files: [file('body', { each: 'name' })] } })).toMatchObject({ code: 'EACH_NOT_LIST' });
  });
  it('keep their bytes where they are raw, binary or not', async () => {
    const binary = new Uint8Array([0xff, 0xfe, 0x00, 0x7b, 0x7b]);
    const [raw] = await renderAll({ manifest: { files: [file('body', { raw: true })] }, files: { body: { bytes: binary } } });
    expect(raw!.bytes).toEqual(binary);
    expect(await refusalOf(() => renderAll({ files: { body: { bytes: binary } } }))).toMatchObject({
      code: 'FILE_NOT_TEXT',
      place: 'body',
      hint: expect.stringContaining('"raw": true'),
    });
  });
  it('carry the executable bit and whether they may be overwritten', async () => {
    const executable = { bytes: bytes('#!/bin/sh\n'), executable: true as const };
    const manifest = {
      files: [
        file('run', { path: 'a' }),
        file('run', { path: 'b', executable: false, skip_if_exists: true }),
        file('body', { path: 'c', executable: true }),
      ],
    };
    expect(
      (await renderAll({ manifest, files: { run: executable, body: '' } })).map(({ path, executable: bit, skipIfExists }) => [
        path,
        bit,
        skipIfExists,
      ]),
    ).toEqual([
      ['a', true, undefined],
      ['b', undefined, true],
      ['c', true, undefined],
    ]);
  });
  it('may be links that stay inside the destination', async () => {
    const link = (target: string, path = 'a/b/link') =>
      renderAll({ manifest: { files: [file('link', { path })] }, files: { link: { bytes: bytes(target), symlink: true } } });
    const [inside] = await link('../../{{name.kebab}}');
    expect(inside).toMatchObject({ symlink: true, path: 'a/b/link' });
    expect(text(inside)).toBe('../../user-account');
    for (const target of ['../../../out', '/etc/passwd', 'C:\\x', '', 'x/../../../../y', '../../.git/config'])
      expect(await refusalOf(() => link(target))).toMatchObject({ code: 'PATH_UNSAFE', message: expect.stringContaining('link') });
  });
  it('that the template does not have are named', async () => {
    expect(await refusalOf(() => renderAll({ manifest: { files: [file('bdy')] }, files: { body: '' } }))).toMatchObject({
      code: 'TEMPLATE_FILE_MISSING',
      hint: expect.stringContaining('"body"'),
    });
  });
});

describe('secrets', () => {
  const questions: readonly Question[] = [
    { name: 'token', type: 'secret' },
    { name: 'plain', type: 'string', default: 'x' },
  ];
  const setting: Setting = {
    manifest: { questions, files: [file('body'), file('other', { path: 'other' })] },
    sources: { flags: { token: "hu'sh\nnow" } },
  };
  it('stand in the written file alone; what is kept has their mark', async () => {
    const files = { body: '{{token}} {{token.shell}} {{token.upper}} {{#token.lines}}{{.}},{{/token.lines}}', other: '{{plain}}' };
    const [first, other] = await renderAll({ ...setting, files });
    expect(text(first)).toBe("hu'sh\nnow 'hu'\\''sh\nnow' HU'SH\nNOW hu'sh,now,");
    expect(text({ bytes: first!.stored! })).toBe("‹secret:token› '‹secret:token›' ‹secret:token› ‹secret:token›,");
    expect(other!.stored).toBeUndefined();
  });
  it('cannot be part of a path, a condition or a slot', async () => {
    for (const manifest of [
      { files: [file('body', { path: '{{token}}' })] },
      { files: [file('body', { when: 'token == "x"' })] },
      { slots: [{ name: 's', prompt: '', fallback: '{{token}}' }] },
    ])
      expect(await refusal('', { ...setting, manifest: { ...setting.manifest, ...manifest } })).toMatchObject({
        message: expect.stringContaining('"token" is a secret'),
      });
  });
  it('are rendered from their marks when only the events are left', async () => {
    const template = templateOf({ questions, files: [file('body')] }, { body: 'token={{token}} {{plain.upper}}' });
    const answers = await answerQuestions(template, setting.sources);
    const [first] = renderTemplate(template, answers);
    const [again] = renderTemplate(template, restoreAnswers(template, answers.recorded));
    expect(text(again)).toBe(text({ bytes: first!.stored! }));
  });
});

describe('what comes out is bounded', () => {
  const many = (length: number): Json => Array.from({ length }, (_, index) => `item ${index}`);
  it('in size', async () => {
    const questions: readonly Question[] = [{ name: 'list', type: 'json' }];
    const sources = { request: { list: many(3000) } };
    expect(await refusal('{{#list}}{{#list}}0123456789{{/list}}{{/list}}', { manifest: { questions }, sources })).toMatchObject({
      code: 'OUTPUT_TOO_LARGE',
      place: expect.stringContaining('body:1'),
    });
  });
  it('in work, even where nothing is printed', async () => {
    const questions: readonly Question[] = [{ name: 'list', type: 'json' }];
    const sources = { request: { list: many(300) } };
    expect(
      await refusal('{{#list}}{{#list}}{{#list}}{{#first}}{{/first}}{{/list}}{{/list}}{{/list}}', { manifest: { questions }, sources }),
    ).toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });
  it('in number', async () => {
    const questions: readonly Question[] = [{ name: 'list', type: 'json' }];
    const setting = {
      manifest: { questions, files: [file('body', { path: '{{index}}', each: 'list' })] },
      sources: { request: { list: many(10_001) } },
    };
    expect(await refusal('', setting)).toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });
});

describe('rendering is deterministic', () => {
  it('over any answers: twice, and from the recorded answers alone', async () => {
    const questions: readonly Question[] = [
      { name: 'text', type: 'text' },
      { name: 'number', type: 'number' },
      { name: 'data', type: 'json' },
      { name: 'rows', type: 'list', items: [{ name: 'key', type: 'string' }, { name: 'upper', type: 'computed', value: '{{key.upper}}' }] }, // prettier-ignore
      { name: 'sum', type: 'computed', value: 'number + rows.length' },
    ];
    const template = templateOf(
      { questions, files: [file('body'), file('body', { path: 'row-{{index}}', each: 'rows' })] },
      { body: '{{text}} {{number}} {{data.json}} {{sum}} {{#rows}}{{key.pascal.plural}}={{upper}}{{^last}},{{/last}}{{/rows}}' },
    );
    const unicode = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value.trim() !== '');
    const request = fc.record({
      text: unicode,
      number: fc.integer(),
      data: fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
      rows: fc.array(fc.record({ key: unicode }, { noNullPrototype: true }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        const answers = await answerQuestions(template, { request: given });
        const first = renderTemplate(template, answers);
        expect(renderTemplate(template, answers)).toEqual(first);
        expect(renderTemplate(template, restoreAnswers(template, answers.recorded))).toEqual(first);
        const again = await answerQuestions(template, { answersFile: answers.written });
        expect(renderTemplate(template, again)).toEqual(first);
      }),
    );
  });
});
