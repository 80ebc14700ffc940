import type { AskedQuestion } from '../../templating/asking.js';
import { oneLine, printable, truncate, widthOf, wrap } from '../terminal/text.js';
import type { Control, KeyHint } from './control.js';
import type { Frame, Look } from './terminal.js';

const indent = '  ';
/** Fewer columns than this are treated as this many. */
const narrowest = 12;
/** The last column stays free: terminals disagree on where the cursor is after a character written there. */
const usable = ({ size }: Look): number => Math.max(narrowest, size.columns) - 1;

/** From the second question on its number is shown: with a single question it would only be noise. */
const numberOf = ({ number }: AskedQuestion): string => (number > 1 ? ` (${number})` : '');

const titleRows = (question: AskedQuestion, look: Look): readonly string[] => {
  const { style, symbols } = look;
  const lead = `${symbols.question} `;
  const rows = wrap(printable(question.prompt).trim(), usable(look) - widthOf(lead) - widthOf(numberOf(question)));
  return rows.map((row, index) => {
    const before = index === 0 ? style('cyan', lead) : ' '.repeat(widthOf(lead));
    return `${before}${style('bold', row)}${index === rows.length - 1 ? style('dim', numberOf(question)) : ''}`;
  });
};

const indented = (rows: readonly string[]): readonly string[] => rows.map((row) => (row === '' ? '' : indent + row));

/** Why the default is what it is stands below the hint. Neither may push the question itself off a low terminal. */
const hintRows = ({ hint = '', defaultHint = '' }: AskedQuestion, look: Look): readonly string[] => {
  const { style, symbols, size } = look;
  const texts = [hint, defaultHint === '' ? '' : `${symbols.learned} ${defaultHint}`].filter((text) => text !== '');
  const rows = texts.flatMap((text) => wrap(printable(text).trim(), usable(look) - indent.length));
  return indented(rows.slice(0, Math.max(1, Math.floor(size.rows / 3))).map((row) => style('dim', row)));
};

const problemRows = (problem: string | undefined, { style, symbols, ...look }: Look): readonly string[] => {
  if (problem === undefined) return [];
  const lead = `${symbols.failed} `;
  const rows = wrap(printable(problem), usable({ style, symbols, ...look }) - indent.length - widthOf(lead)).slice(0, 4);
  return indented(rows.map((row, index) => style('red', (index === 0 ? lead : ' '.repeat(widthOf(lead))) + row)));
};

/** The keys in as many rows as they need, broken between them. */
export const footerRows = (hints: readonly KeyHint[], look: Look): readonly string[] => {
  const { style, symbols } = look;
  const separator = ` ${symbols.separator} `;
  const rows: KeyHint[][] = [[]];
  let used = 0;
  for (const hint of hints) {
    const width = widthOf(hint.join(' ')) + separator.length;
    if (used > 0 && used + width - separator.length > usable(look) - indent.length) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(hint);
    used += width;
  }
  return indented(rows.map((row) => row.map(([key, does]) => `${key} ${style('dim', does)}`).join(style('dim', separator))));
};

type Parts = {
  readonly question: AskedQuestion;
  readonly control: Control;
  readonly problem: string | undefined;
  readonly hints: readonly KeyHint[];
};

/** The open question: title, hint, control, what is wrong, and the keys; the control gets the rows that the rest leaves. */
export const questionFrame = ({ question, control, problem, hints }: Parts, look: Look): Frame => {
  const head = [...titleRows(question, look), ...hintRows(question, look)];
  const footer = footerRows(hints, look);
  const wrong = problemRows(problem, look);
  const rest = look.size.rows - head.length - wrong.length - footer.length;
  const airy = rest > 8;
  const size = { columns: usable(look) - indent.length, rows: Math.max(1, airy ? rest - 1 : rest) };
  const body = control.body({ ...look, size });
  return {
    rows: [...head, ...indented(body.rows), ...wrong, ...(airy ? [''] : []), ...footer],
    ...(body.cursor && { cursor: { row: head.length + body.cursor.row, column: indent.length + body.cursor.column } }),
  };
};

/** What stays of an answered question: one row, the answer cut before the question is. */
export const answeredRows = (question: AskedQuestion, answer: string, look: Look): readonly string[] => {
  const { style, symbols } = look;
  const room = usable(look) - widthOf(symbols.answered) - 3;
  const prompt = oneLine(question.prompt);
  const answerRoom = Math.max(room - widthOf(prompt), Math.floor(room / 2));
  const shown = truncate(answer, answerRoom, symbols.ellipsis);
  const asked = truncate(prompt, room - widthOf(shown), symbols.ellipsis);
  return [`${style('green', symbols.answered)} ${asked}  ${style('cyan', shown)}`];
};

/** What stays of the question at which the person left. */
export const abandonedRows = (question: AskedQuestion, look: Look): readonly string[] => {
  const { style, symbols } = look;
  return [style('dim', truncate(`${symbols.cancelled} ${oneLine(question.prompt)}`, usable(look), symbols.ellipsis))];
};

/** The heading of a group, where it begins. */
export const headingRows = (group: string, look: Look): readonly string[] => [
  '',
  look.style(['bold', 'underline'], truncate(oneLine(group), usable(look), look.symbols.ellipsis)),
];
