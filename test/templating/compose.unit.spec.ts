import { describe, expect, it } from '@jest/globals';
import { slotRequests, renderOver } from '../../src/templating/answer-texts.js';
import { lockIncludes, type FoundInclude } from '../../src/templating/compose.js';
import { formatAnswersFile } from '../../src/templating/answers-file.js';
import { parseAnswers } from '../../src/templating/parse-answers.js';
import { lintTemplate } from '../../src/templating/lint.js';
import type { Include, Manifest } from '../../src/templating/manifest.js';
import { answerQuestions, changeAnswer } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { restoreAnswers } from '../../src/templating/restore-answers.js';
import type { Template } from '../../src/templating/template.js';
import { bundleOf, enter, refusalOf, Script, templateOf, text } from './support/bundles.js';

const CACHE = templateOf(
  {
    id: 'elixir:genserver-cache',
    questions: [
      { name: 'module', type: 'string' },
      { name: 'ttl', type: 'number', default: 5 },
      { name: 'token', type: 'secret', default: 'hush' },
      { name: 'loud', type: 'computed', value: '{{module.upper}}' },
    ],
    slots: [{ name: 'doc', prompt: 'Describe {{module}}', fallback: 'Caches.' }],
    files: [{ path: 'lib/{{module.snake}}.ex', template: 'body' }],
  },
  {
    body: '{{> head}}{{module}} {{ttl}} {{loud}} {{token}} {{slots.doc}}',
    'partials/head.mustache': '# {{> rule}}\n',
    'partials/rule.mustache': 'cache',
  },
);

const resolve = (id: string): Template | undefined => ({ 'elixir:genserver-cache': CACHE })[id];

const app = (include: Partial<Include> = {}, rest: Partial<Manifest> = {}): Template =>
  templateOf(
    {
      id: 'app',
      questions: [{ name: 'name', type: 'string', default: 'my shop' }, { name: 'cached', type: 'boolean', default: true }], // prettier-ignore
      files: [{ path: 'README.md', template: 'readme' }],
      includes: [
        { template: 'elixir:genserver-cache', as: 'cache', answers: { module: '{{name.pascal}}Cache' }, when: '{{cached}}', ...include },
      ],
      ...rest,
    },
    { readme: '{{name}}', 'partials/rule.mustache': 'app' },
    resolve,
  );

describe('an included template', () => {
  it('takes mapped answers, asks the others under its namespace and renders its files', async () => {
    const script = new Script(enter, enter, 9, enter);
    const answers = await answerQuestions(app(), {}, script);
    expect(script.asked.map(({ name }) => name)).toEqual(['name', 'cached', 'cache.ttl', 'cache.token']);
    expect(answers.recorded).toEqual([
      { name: 'name', value: 'my shop', source: 'template-default' },
      { name: 'cached', value: true, source: 'template-default' },
      { name: 'cache.ttl', value: 9, source: 'prompt' },
      { name: 'cache.token', value: '‹secret:cache.token›', source: 'template-default' },
    ]);
    const files = renderTemplate(app(), answers, { slots: { 'cache.doc': 'Written.' } });
    expect(files.map((file) => [file.path, text(file)])).toEqual([
      ['README.md', 'my shop'],
      ['lib/my_shop_cache.ex', '# cache\nMyShopCache 9 MYSHOPCACHE hush Written.'],
    ]);
    expect(text({ bytes: files[1]!.stored! })).toContain('‹secret:cache.token›');
  });

  it('is left out by its condition, and takes no answers then', async () => {
    const answers = await answerQuestions(app(), { flags: { cached: 'no' } });
    expect(renderTemplate(app(), answers).map(({ path }) => path)).toEqual(['README.md']);
    expect(await refusalOf(() => answerQuestions(app(), { flags: { cached: 'no', 'cache.ttl': '1' } }))).toMatchObject({
      code: 'ANSWER_HIDDEN',
      field: 'cache.ttl',
    });
  });

  it('accepts no answer that the including template gives', async () => {
    expect(await refusalOf(() => answerQuestions(app(), { flags: { 'cache.module': 'X' } }))).toMatchObject({
      code: 'ANSWER_COMPUTED',
      field: 'cache.module',
    });
    expect(await refusalOf(() => answerQuestions(app({ answers: { module: 'M', ttl: 'long' } })))).toMatchObject({
      code: 'ANSWER_INVALID',
      field: 'cache.ttl',
    });
  });

  it('keeps its answers through an answers file, a change and the events', async () => {
    const template = app();
    const answers = await answerQuestions(template, { flags: { 'cache.ttl': '7' } });
    const written = formatAnswersFile({
      templateId: 'app',
      templateVersion: '1.0.0',
      generationId: 'g',
      contentSha256: 'h',
      answers: answers.written,
    });
    expect(await answerQuestions(template, { answersFile: parseAnswers(written, 'f') })).toMatchObject({ written: answers.written });
    const changed = await changeAnswer(template, answers, { name: 'name', value: 'blog' });
    expect(renderTemplate(template, changed).map(({ path }) => path)).toEqual(['README.md', 'lib/blog_cache.ex']);
    const stored = renderTemplate(template, answers).map(({ bytes, stored: kept }) => text({ bytes: kept ?? bytes }));
    expect(renderTemplate(template, restoreAnswers(template, answers.recorded)).map(text)).toEqual(stored);
  });

  it('may not write where the including template writes', async () => {
    const template = app({}, { files: [{ path: 'lib/My_Shop_Cache.ex', template: 'readme' }] });
    const answers = await answerQuestions(template);
    expect(await refusalOf(() => renderTemplate(template, answers))).toMatchObject({
      code: 'PATHS_COLLIDE',
      message: expect.stringContaining('cache.files[0]'),
    });
  });

  it('can lend its partials alone', async () => {
    const template = templateOf({ id: 'app', includes: [{ template: 'elixir:genserver-cache', only: 'partials' }], files: [{ path: 'a', template: 'b' }] }, { b: '{{> elixir:genserver-cache/head}}' }, resolve); // prettier-ignore
    expect(renderTemplate(template, await answerQuestions(template)).map(text)).toEqual(['# cache\n']);
  });

  it('has to be at hand', async () => {
    expect(await refusalOf(() => templateOf({ includes: [{ template: 'nowhere' }] }))).toMatchObject({ code: 'INCLUDE_MISSING' });
    expect(lintTemplate(bundleOf({ includes: [{ template: 'nowhere' }] }))).toEqual([
      expect.objectContaining({ severity: 'error', code: 'INCLUDE_MISSING' }),
    ]);
  });

  it('is linted with the including one', () => {
    const bundle = bundleOf({ includes: [{ template: 'elixir:genserver-cache', answers: { module: '{{nope}}' } }] });
    expect(lintTemplate(bundle, resolve).map(({ code }) => code)).toEqual(['VARIABLE_UNKNOWN']);
  });
});

describe('locking includes', () => {
  const found = (templateId: string, version: string, ...includes: FoundInclude[]): FoundInclude => ({
    templateId,
    version,
    digest: `d-${templateId}-${version}`,
    includes,
  });
  const base = found('base', '1.2.0');
  const published: Readonly<Record<string, FoundInclude>> = {
    base,
    'base@1.0': found('base', '1.0.9'),
    service: found('service', '2.0.0', base),
    loop: found('loop', '1.0.0', found('app', '1.0.0')),
  };
  const find = async (templateId: string, version?: string) => published[version === undefined ? templateId : `${templateId}@${version}`];
  const lock = (...templates: string[]) =>
    lockIncludes({ id: 'app', spec_version: '1.0.0', files: [], includes: templates.map((template) => ({ template })) }, find);

  it('fixes every version, also of what is included further in', async () => {
    expect(await lock('service')).toEqual([
      { templateId: 'service', version: '2.0.0', digest: 'd-service-2.0.0' },
      { templateId: 'base', version: '1.2.0', digest: 'd-base-1.2.0' },
    ]);
    expect(await lock()).toEqual([]);
  });
  it('refuses what is not published, includes itself or needs two versions', async () => {
    expect(await refusalOf(() => lock('nowhere'))).toMatchObject({ code: 'INCLUDE_MISSING' });
    expect(await refusalOf(() => lock('loop'))).toMatchObject({ code: 'INCLUDE_CIRCULAR' });
    expect(await refusalOf(() => lock('service', 'base@1.0'))).toMatchObject({
      code: 'INCLUDE_CONFLICT',
      message: '"base" is needed as 1.2.0 and as 1.0.9',
    });
  });
});

describe('texts over answers', () => {
  it('of slots are what a model is asked for', async () => {
    expect(slotRequests(app(), await answerQuestions(app()))).toEqual([
      { name: 'cache.doc', prompt: 'Describe MyShopCache', fallback: 'Caches.' },
    ]);
  });
  it('of checks and migrations are strict like all others', async () => {
    expect(renderOver({ path: 'a b.ex', old: 3 }, '{{path}} {{old}}', 'checks[0].run')).toBe('a b.ex 3');
    expect(await refusalOf(() => renderOver({}, '{{path}}', 'checks[0].run'))).toMatchObject({
      code: 'VARIABLE_UNKNOWN',
      field: 'checks[0].run',
    });
  });
});
