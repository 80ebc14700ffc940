import { describe, expect, it } from '@jest/globals';
import type { AnswerValues } from '../../src/templating/answers.js';
import { applyHelper } from '../../src/templating/helpers.js';
import { inputRequest, inputText, type InputFile } from '../../src/templating/input-file.js';
import { lintTemplate } from '../../src/templating/lint.js';
import type { Manifest, Question } from '../../src/templating/manifest.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { restoreAnswers } from '../../src/templating/restore-answers.js';
import { bundleOf, bytes, refusalOf, templateOf, text } from './support/bundles.js';

const INPUT: Question = { name: 'input', type: 'path' };
const FILES = [{ path: '{{input}}', template: 'body' }];
const rewriting = (body: string, manifest: Partial<Manifest> = {}) =>
  templateOf({ questions: [INPUT], files: FILES, ...manifest }, { body });

const render = async (body: string, input: InputFile | undefined, request: AnswerValues = { input: 'src/a.ts' }) => {
  const template = rewriting(body);
  const answers = await answerQuestions(template, { request });
  return text(renderTemplate(template, answers, { ...(input !== undefined && { input }) })[0]);
};
const lint = (body: string, manifest: Partial<Manifest> = {}) =>
  lintTemplate(bundleOf({ questions: [INPUT], files: FILES, ...manifest }, { body })).map(({ code, message }) => ({ code, message }));

describe('the text of the input file', () => {
  it.each(['a\r\nb\r\n', '\uFEFFa', 'no line end', '{{name}} {{{x}}} {{/oops}}', '', '\u2028‹secret:x›'])(
    'stands in a body as it is: %j',
    async (content) => {
      expect(await render('[{{input_text}}]', { path: 'src/a.ts', text: content })).toBe(`[${content}]`);
    },
  );

  it('is text like any other: lines, helpers, sections', async () => {
    const input = { path: 'src/a.ts', text: 'one\ntwo' };
    expect(await render('{{#input_text.lines}}{{position}} {{item.upper}};{{/input_text.lines}}', input)).toBe('1 ONE;2 TWO;');
    expect(await render('{{#input_text}}is there{{/input_text}}', input)).toBe('is there');
    expect(await render('{{^input_text}}empty{{/input_text}}', { ...input, text: '' })).toBe('empty');
  });

  it('is missing, with its place, where it was not read or another file was', async () => {
    for (const input of [undefined, { path: 'src/b.ts', text: 'other' }])
      expect(await refusalOf(() => render('a\n{{input_text}}', input))).toMatchObject({ code: 'VARIABLE_UNANSWERED', place: 'body:2:1' });
    expect(await render('{{#input_text}}x{{/input_text}}-', undefined)).toBe('-');
  });

  it('is unknown to a template that asks for no input', async () => {
    const template = templateOf({ questions: [{ name: 'input', type: 'string', default: 'a' }], files: FILES }, { body: '{{input_text}}' });
    const answers = await answerQuestions(template);
    expect(inputRequest(template, answers)).toBeUndefined();
    expect(await refusalOf(() => renderTemplate(template, answers, { input: { path: 'a', text: 'x' } }))).toMatchObject({
      code: 'VARIABLE_UNKNOWN',
    });
  });

  it('never gets into a path, a prompt or a computed value', async () => {
    const request = { input: 'a' };
    const input = { path: 'a', text: 'x' };
    const inPath = rewriting('', { files: [{ path: '{{input_text}}', template: 'body' }] });
    const answers = await answerQuestions(inPath, { request });
    expect(await refusalOf(() => renderTemplate(inPath, answers, { input }))).toMatchObject({
      code: 'VARIABLE_UNKNOWN',
      message: expect.stringContaining('"input_text" can be had in the bodies of files only'),
    });
    const computed = rewriting('', { questions: [INPUT, { name: 'all', type: 'computed', value: '{{input_text}}' }] });
    expect(await refusalOf(() => answerQuestions(computed, { request }))).toMatchObject({ code: 'VARIABLE_UNKNOWN' });
  });

  it('comes out again from recorded answers and the same text', async () => {
    const template = rewriting('// {{input}}\n{{input_text}}');
    const answers = await answerQuestions(template, { request: { input: 'a.ts' } });
    const input = { path: 'a.ts', text: 'const a = 1;\r\n' };
    const first = renderTemplate(template, answers, { input });
    expect(text(first[0])).toBe('// a.ts\nconst a = 1;\r\n');
    expect(renderTemplate(template, restoreAnswers(template, answers.recorded), { input })).toEqual(first);
  });

  it('reaches an included template that works on the same file', async () => {
    const part = templateOf({ id: 'part', questions: [INPUT], files: [{ path: 'copy', template: 'body' }] }, { body: '{{input_text}}' });
    const include = (answers?: AnswerValues) => ({ includes: [{ template: 'part', ...(answers !== undefined && { answers }) }] });
    const whole = (answers?: AnswerValues) =>
      templateOf({ questions: [INPUT], files: [], ...include(answers) }, {}, (id) => (id === 'part' ? part : undefined));
    const mapped = await answerQuestions(whole({ input: '{{input}}' }), { request: { input: 'a' } });
    expect(inputRequest(whole({ input: '{{input}}' }), mapped)).toEqual({ question: 'input', path: 'a' });
    expect(text(renderTemplate(whole({ input: '{{input}}' }), mapped, { input: { path: 'a', text: 'x' } })[0])).toBe('x');
    const two = await answerQuestions(whole(), { request: { input: 'a', 'part.input': 'b' } });
    expect(await refusalOf(() => inputRequest(whole(), two))).toMatchObject({ code: 'INPUT_TWICE', field: 'part.input' });
  });
});

describe('the input question', () => {
  const requestFor = async (path: string) => {
    const template = rewriting('', { questions: [{ ...INPUT, required: false }] });
    return inputRequest(template, await answerQuestions(template, { request: { input: path } }));
  };

  it.each(['/etc/passwd', '../a', './a', 'a//b', 'C:/a', 'a\\b', '.git/config', '.formwork/project-id', 'a.template-answers.yml'])(
    'refuses "%s"',
    async (path) => {
      expect(await refusalOf(() => requestFor(path))).toMatchObject({
        code: 'INPUT_UNSAFE',
        field: 'input',
        message: expect.stringContaining('"input" names'),
      });
    },
  );

  it('asks for nothing where it is left blank', async () => {
    expect(await requestFor('')).toBeUndefined();
    expect(await requestFor('src/a.ts')).toEqual({ question: 'input', path: 'src/a.ts' });
  });

  it.each([
    ['zero bytes', new Uint8Array([97, 0, 98]), 'is a binary file'],
    ['half a character', new Uint8Array([0xc3]), 'is not UTF-8 text'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 97, 98]), 'is not UTF-8 text'],
  ])('takes no %s', async (_what, content, says) => {
    expect(await refusalOf(() => inputText(content, { question: 'input', path: 'a' }))).toMatchObject({
      code: 'INPUT_NOT_TEXT',
      field: 'input',
      message: `"input" names "a", which ${says}`,
    });
  });

  it('keeps a byte order mark', () => expect(inputText(bytes('\uFEFFa'), { question: 'input', path: 'a' })).toBe('\uFEFFa'));
});

describe('lint', () => {
  it('knows the text in bodies where there is such a question, and counts it as a use of it', () => {
    expect(lint('{{input_text}}{{#input_text.lines}}{{item}}{{/input_text.lines}}', { files: [{ path: 'x', template: 'body' }] })).toEqual(
      [],
    );
    expect(lint('{{input_text}}', { questions: [{ ...INPUT, type: 'string' }] })).toMatchObject([{ code: 'VARIABLE_UNKNOWN' }]);
  });

  it('refuses it in the texts of template.json, and its name for a question', () => {
    expect(lint('', { files: [{ path: '{{input_text}}', template: 'body' }] })).toMatchObject([{ code: 'INPUT_TEXT_MISPLACED' }]);
    expect(lint('', { slots: [{ name: 's', prompt: '{{input_text}}', fallback: '' }] })).toMatchObject([{ code: 'INPUT_TEXT_MISPLACED' }]);
    expect(lint('', { questions: [INPUT, { name: 'input_text', type: 'string' }] })).toMatchObject([{ code: 'NAME_INVALID' }]);
  });

  it('warns where it is printed although the file may be left out', () => {
    const questions: Question[] = [{ ...INPUT, required: false }];
    const files = [{ path: 'x', template: 'body' }];
    expect(lint('{{input_text}}', { questions, files })).toMatchObject([{ code: 'VARIABLE_UNANSWERED' }]);
    for (const name of ['input', 'input_text']) expect(lint(`{{#${name}}}{{input_text}}{{/${name}}}`, { questions, files })).toEqual([]);
  });
});

describe('helpers for files', () => {
  it.each([
    ['src/a.test.ts', 'ts'],
    ['A.TS', 'TS'],
    ['Dockerfile', ''],
    ['.gitignore', ''],
    ['a.d/x', ''],
    ['a/.env.local', 'local'],
    ['a.', ''],
  ])('the extension of %s is "%s"', (path, extension) => expect(applyHelper(path, 'extension')).toBe(extension));

  it.each([
    ['#!/bin/sh\necho\n', '#!/bin/sh\n', 'echo\n'],
    ['#!/bin/sh\r\necho\r\n', '#!/bin/sh\r\n', 'echo\r\n'],
    ['#!/bin/sh', '#!/bin/sh\n', ''],
    ['\uFEFF#!/bin/sh\nx', '\uFEFF#!/bin/sh\n', 'x'],
    ['\uFEFFx', '\uFEFF', 'x'],
    ['# x\n#!y', '', '# x\n#!y'],
    ['', '', ''],
  ])('%j begins with %j, then %j', (content, preamble, rest) => {
    expect([applyHelper(content, 'preamble'), applyHelper(content, 'after_preamble')]).toEqual([preamble, rest]);
  });

  it.each([
    ['a\r\nb\n', '\r\n'],
    ['a\nb\r\n', '\n'],
    ['\r\n', '\r\n'],
    ['a', '\n'],
  ])('the line end of %j is %j', (content, end) => expect(applyHelper(content, 'line_end')).toBe(end));
});
