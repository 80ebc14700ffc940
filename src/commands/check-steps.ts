import type { Answers } from '../templating/answers.js';
import type { Check } from '../templating/manifest.js';
import { newBudget } from '../templating/mustache-renderer.js';
import { delimitersIn, renderText, type TextContext } from '../templating/question-texts.js';
import type { RenderedFile } from '../templating/render.js';
import { answeredParts } from '../templating/template-parts.js';
import type { Template } from '../templating/template.js';
import type { CheckStep } from './output-checker.js';

/** A path that a tool would take for an option is written so that it is none. */
const argumentOf = (path: string): string => (path.startsWith('-') ? `./${path}` : path);

const rendered = (run: readonly string[], field: string, path: string, texts: TextContext): string[] => {
  const context: TextContext = { ...texts, frame: { value: { path: argumentOf(path) }, parent: texts.frame } };
  const { delimiters } = texts.template;
  return run.map((text, index) =>
    renderText(text, `${field}.run[${index}]`, context, { delimiters: delimitersIn(text, delimiters) ?? delimiters }),
  );
};

const distinct = (commands: readonly (readonly string[])[]): readonly (readonly string[])[] => [
  ...new Map(commands.map((argv) => [JSON.stringify(argv), argv])).values(),
];

const stepsOfCheck = (declared: Check, check: number, paths: readonly string[], texts: TextContext): CheckStep[] => {
  if (declared.kind === 'syntax') return paths.map((path) => ({ check, kind: 'syntax', path }));
  const commands = paths.map((path) => rendered(declared.run, `checks[${check}]`, path, texts));
  return distinct(commands).map((argv) => ({ check, kind: 'command', argv }));
};

/**
 * What a template's own checks come to for the files of one set of answers. A command runs once for each file; once in all where nothing in
 * it depends on the file. Secrets are never part of a command.
 * @throws TemplatingError for a command that names what there is not
 */
export const checkSteps = (template: Template, answers: Answers, files: readonly RenderedFile[]): readonly CheckStep[] => {
  const { texts } = answeredParts(template, answers, newBudget())[0]!;
  const paths = files.filter(({ symlink }) => symlink !== true).map(({ path }) => path);
  return (template.manifest.checks ?? []).flatMap((declared, check) => stepsOfCheck(declared, check, paths, texts));
};
