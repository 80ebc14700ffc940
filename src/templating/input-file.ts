import { pathProblem } from './output-paths.js';
import type { Answers } from './answers.js';
import { TemplatingError } from './errors.js';
import type { Question } from './manifest.js';
import type { Explanation } from './scope.js';
import { stepsOf } from './steps.js';
import type { Template } from './template.js';

/** The question of type `path` that names an existing file, and the name of its text in bodies. */
export const INPUT = 'input';
export const INPUT_TEXT = 'input_text';

/** An existing file that a template works on; `path` is relative to the destination, as it was answered. */
export type InputFile = { readonly path: string; readonly text: string };

/** A file that has to be read before rendering, and the question that asked for it. */
export type InputRequest = { readonly question: string; readonly path: string };

export const inputQuestion = (questions: readonly Question[]): Question | undefined =>
  questions.find(({ name, type }) => name === INPUT && type === 'path');

/** What `input_text` is to a body: text that is there whenever the question is answered. */
export const INPUT_TEXT_QUESTION: Question = { name: INPUT_TEXT, type: 'text', required: false };

/** Why the text is not to be had in a path, a prompt or any other text of `template.json`. */
export const explainInputText = (name: string, questions: readonly Question[]): Explanation | undefined =>
  name !== INPUT_TEXT || inputQuestion(questions) === undefined
    ? undefined
    : { message: `"${INPUT_TEXT}" can be had in the bodies of files only`, hint: `name the file itself: "${INPUT}"` };

const refusePath = ({ question, path }: InputRequest): void => {
  const problem = pathProblem(path);
  if (problem !== undefined)
    throw new TemplatingError('INPUT_UNSAFE', `"${question}" names "${path}", which ${problem}`, {
      field: question,
      hint: 'name a file inside the destination, relative to it, with "/"',
    });
};

/**
 * The file that the answers name as input; undefined where the template asks for none, or was answered with none.
 * @throws TemplatingError INPUT_UNSAFE for a path that does not stay inside the destination, INPUT_TWICE where included templates name another one
 */
export const inputRequest = (template: Template, { all }: Answers): InputRequest | undefined => {
  const asked = new Set(stepsOf(template).flatMap(({ name, question }) => (inputQuestion([question]) === undefined ? [] : [name])));
  const requests = all.flatMap(({ name, value }) =>
    asked.has(name) && typeof value === 'string' && value !== '' ? [{ question: name, path: value }] : [],
  );
  const [first, ...others] = requests;
  if (first === undefined) return undefined;
  refusePath(first);
  const other = others.find(({ path }) => path !== first.path);
  if (other === undefined) return first;
  throw new TemplatingError(
    'INPUT_TWICE',
    `"${first.question}" and "${other.question}" name two files, "${first.path}" and "${other.path}"`,
    {
      field: other.question,
      hint: 'a generation works on one existing file: name the same one',
    },
  );
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws TemplatingError INPUT_NOT_TEXT where the bytes are no UTF-8, or hold a zero byte as only binary files do */
export const inputText = (bytes: Uint8Array, { question, path }: InputRequest): string => {
  const refused = (because: string) =>
    new TemplatingError('INPUT_NOT_TEXT', `"${question}" names "${path}", which ${because}`, {
      field: question,
      hint: 'name a text file in UTF-8',
    });
  if (bytes.includes(0)) throw refused('is a binary file');
  try {
    return decoder.decode(bytes);
  } catch {
    throw refused('is not UTF-8 text');
  }
};
