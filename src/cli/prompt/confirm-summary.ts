import type { AskedQuestion } from '../../templating/asking.js';
import { oneLine, pad, truncate, widthOf } from '../terminal/text.js';
import { ChoiceControl } from './choice-control.js';
import { MenuProgram, type MenuEntry } from './menu-program.js';
import { QuestionProgram } from './question-program.js';
import type { Session } from './session.js';
import { summaryRows } from './summary-rows.js';
import type { Confirmation, Summary } from './prompts.js';

type Action = 'write' | 'change' | 'cancel';

const writingLabel = ({ files }: Summary): string => {
  const count = files.filter(({ note }) => note !== 'unchanged').length;
  const overwritten = files.filter(({ note }) => note === 'overwrites').length;
  if (count === 0) return 'Go on, nothing changes';
  return `Write ${count === 1 ? 'the file' : `${count} files`}${overwritten > 0 ? ` (${overwritten} overwritten)` : ''}`;
};

const actionsOf = (summary: Summary): readonly MenuEntry<Action>[] => [
  { label: writingLabel(summary), value: 'write', letter: 'w' },
  ...(summary.answers.length > 0 ? [{ label: 'Change an answer', value: 'change', letter: 'c' } as const] : []),
  { label: 'Cancel, write nothing', value: 'cancel', letter: 'q' },
];

/** Longer questions are not padded: their answers would be out of sight. */
const widestLabel = 32;

const labelsOf = ({ answers }: Summary): readonly string[] => {
  const prompts = answers.map(({ prompt }) => truncate(oneLine(prompt), widestLabel));
  const width = Math.max(...prompts.map(widthOf));
  return answers.map(({ display }, index) => `${pad(prompts[index]!, width)}  ${oneLine(display)}`);
};

const whichAnswer = (summary: Summary): AskedQuestion => ({
  name: 'change',
  type: 'choice',
  prompt: 'Which answer?',
  choices: labelsOf(summary).map((label, index) => ({ value: summary.answers[index]!.name, label })),
  required: true,
  canGoBack: true,
  number: 1,
  check: (typed) => (typeof typed === 'string' ? { ok: true, value: typed } : { ok: false, message: 'choose an answer' }),
});

/**
 * Shows what is about to be written and asks whether it shall be. The summary stays on the screen unless an answer is to
 * be changed, after which it would no longer be true.
 * @throws AskingCancelled when the person leaves.
 */
export const confirmSummary = async (session: Session, summary: Summary): Promise<Confirmation> => {
  const { screen } = session;
  const mark = screen.mark;
  screen.settle(summaryRows(summary, session.look));
  for (;;) {
    const action = await session.run(new MenuProgram(actionsOf(summary)));
    if (action !== 'change') return { kind: action };
    const question = whichAnswer(summary);
    const ending = await session.run(new QuestionProgram(question, new ChoiceControl(question)));
    if (ending.kind !== 'answer' || typeof ending.value !== 'string') continue;
    screen.rewind(mark);
    return { kind: 'change', name: ending.value };
  }
};
