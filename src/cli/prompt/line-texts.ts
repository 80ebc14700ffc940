import { isDeepStrictEqual } from 'node:util';
import type { AskedQuestion } from '../../templating/asking.js';
import { oneLine, printable } from '../terminal/text.js';
import { displayAnswer } from './display.js';

/** What ends a text of several lines, as in mail of old. */
export const endOfText = '.';
export const backWord = '<';

const hasSeveralLines = ({ type }: AskedQuestion): boolean => type === 'text' || type === 'json' || type === 'yaml';

/** The question, its hint, its choices by number, and how to answer. */
export const introduction = (question: AskedQuestion): readonly string[] => {
  const { prompt, hint, defaultHint, choices = [], number, canGoBack } = question;
  const chosen = (value: unknown): string => (isDeepStrictEqual(value, question.default) ? ' (default)' : '');
  return [
    '',
    `${printable(prompt).trim()}${number > 1 ? ` (${number})` : ''}`,
    ...[hint, defaultHint].flatMap((text) => (text === undefined ? [] : [`  ${printable(text).trim()}`])),
    ...choices.map(({ label, value }, index) => `  ${index + 1}. ${oneLine(label)}${chosen(value)}`),
    ...(hasSeveralLines(question) ? [`  end with a line that holds only ${endOfText}`] : []),
    ...(question.type === 'multi_choice' ? ['  numbers, with commas between them; - for none'] : []),
    ...(canGoBack ? [`  ${backWord} goes back`] : []),
  ];
};

/** What stands before the answer. */
export const linePrompt = (question: AskedQuestion): string => {
  const { type, default: initial } = question;
  if (type === 'boolean') return `[${initial === undefined ? 'y/n' : initial === true ? 'Y/n' : 'y/N'}] `;
  if (initial === undefined || initial === null || initial === '' || hasSeveralLines(question)) return '> ';
  return `[${displayAnswer(question, initial)}] `;
};

const choiceFrom = ({ choices = [] }: AskedQuestion, typed: string): unknown => {
  const wanted = typed.trim();
  const byNumber = /^\d+$/.test(wanted) ? choices[Number(wanted) - 1] : undefined;
  return (byNumber ?? choices.find(({ label }) => oneLine(label).toLowerCase() === wanted.toLowerCase()))?.value ?? wanted;
};

/** What a typed line stands for; a blank one is the default. Whether it is an answer, the question's own check says. */
export const answerFrom = (question: AskedQuestion, line: string): unknown => {
  if (line.trim() === '' && question.default !== undefined) return question.default;
  if (question.type === 'choice') return choiceFrom(question, line);
  if (question.type !== 'multi_choice') return line;
  const wanted = line.trim() === '-' ? [] : line.split(',').filter((part) => part.trim() !== '');
  return wanted.map((part) => choiceFrom(question, part));
};
