import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderOfTemplates } from '../../../src/files/shipped-templates.js';
import type { Answers, AnswerValues } from '../../../src/templating/answers.js';
import { combinations } from '../../../src/templating/combinations.js';
import { exampleInput } from '../../../src/templating/example-answers.js';
import { answerQuestions } from '../../../src/templating/questionnaire.js';
import { renderTemplate, type RenderedFile } from '../../../src/templating/render.js';
import type { Template } from '../../../src/templating/template.js';
import { validateTemplate } from '../../../src/templating/validate.js';
import { OPEN_ANSWERS } from './open-answers.js';

export const shippedTemplates = new FolderOfTemplates(fileURLToPath(new URL('../../../templates', import.meta.url)));

/** One shipped template rendered over one set of answers. */
export type Case = {
  readonly number: number;
  readonly answers: AnswerValues;
  readonly files: readonly RenderedFile[];
};

export const shipped = async (id: string): Promise<Template> => validateTemplate(await shippedTemplates.read(id));

/** Numbers are tried at their limits. */
const CLOSED = new Set(['boolean', 'choice', 'multi_choice', 'number']);

/** Answers to the questions that have a fixed set of answers, every pair of them at least once. */
const closedAnswers = async (template: Template): Promise<readonly AnswerValues[]> => {
  const closed = new Set(template.questions.filter(({ type }) => CLOSED.has(type)).map(({ name }) => name));
  const sets = await combinations(template);
  const texts = sets.map((answers) => JSON.stringify(Object.fromEntries(Object.entries(answers).filter(([name]) => closed.has(name)))));
  return [...new Set(texts)].map((text) => JSON.parse(text) as AnswerValues);
};

/** Over a stand-in for the existing file that the template works on, where it takes one. */
const render = (template: Template, answers: Answers): readonly RenderedFile[] => {
  const input = exampleInput(template, answers);
  return renderTemplate(template, answers, { ...(input !== undefined && { input }) });
};

/**
 * A template over all pairs of answers and over every set of open answers; `fixed` are given in each case. An open answer whose question
 * is hidden in a case is left out there.
 */
export const casesOf = async (id: string, fixed: (number: number) => AnswerValues = () => ({})): Promise<readonly Case[]> => {
  const template = await shipped(id);
  const open = OPEN_ANSWERS[id] ?? [{}];
  const closed = await closedAnswers(template);
  const count = Math.max(closed.length, open.length);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const request = { ...closed[index % closed.length], ...fixed(index) };
      const answers = await answerQuestions(template, { request, workspaceDefaults: open[index % open.length]! });
      return { number: index, answers: answers.written, files: render(template, answers) };
    }),
  );
};

export const textOf = ({ bytes }: RenderedFile): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** Where the files of a case stand below `folder`. */
export const folderOf = (folder: string, { number }: Case): string => join(folder, `case-${number}`);

export const writeCases = async (folder: string, cases: readonly Case[]): Promise<void> => {
  for (const present of cases)
    for (const { path, bytes } of present.files) {
      const target = join(folderOf(folder, present), path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes);
    }
};

/** One answer as it stands in the files; blank when it was not asked. */
export const answerTo = (name: string, { answers }: Pick<Case, 'answers'>): string => {
  const value = answers[name] ?? '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Said with a failure: which answers led to it. */
export const describeCase = ({ number, answers }: Case): string => `case ${number}: ${JSON.stringify(answers)}`;
