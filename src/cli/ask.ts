import type { FileState } from '../domain/generation/generation.js';
import type { Answer, Answers, AnswerSource, AnswerSources } from '../templating/answers.js';
import { AskingCancelled, type Asker } from '../templating/asking.js';
import { answerQuestions, askAgain } from '../templating/questionnaire.js';
import type { Question } from '../templating/manifest.js';
import { allQuestions } from '../templating/steps.js';
import type { Template } from '../templating/template.js';
import { displayAnswer } from './prompt/display.js';
import { openPrompts } from './prompt/open-prompts.js';
import type { Summary, SummaryFile } from './prompt/prompts.js';
import type { Prepared } from './prepared.js';

const SOURCE_WORDS: Readonly<Record<AnswerSource, string>> = {
  flag: 'given by -a',
  request: 'given by the caller',
  'answers-file': 'from the answers file',
  previous: 'from the last run',
  prompt: 'you chose it',
  inferred: 'inferred from the task',
  learned: 'learned default',
  'workspace-default': 'workspace default',
  'user-default': 'your default',
  'template-default': 'default',
  computed: 'computed',
};

const FILE_NOTES: Readonly<Record<Exclude<FileState, 'returned'>, SummaryFile['note']>> = {
  created: 'new',
  overwritten: 'overwrites',
  unchanged: 'unchanged',
  skipped: 'unchanged',
};

const summaryAnswer = (questions: readonly Question[], { name, value, source }: Answer): Summary['answers'][number] => {
  const { prompt = name, type = 'string' } = questions.find((question) => question.name === name) ?? {};
  return { name, prompt, display: displayAnswer({ type: type === 'computed' ? 'string' : type }, value), source: SOURCE_WORDS[source] };
};

const summaryOf = ({ version, template, answers, plan }: Prepared): Summary => {
  const questions = allQuestions(template);
  return {
    title: `${version.templateId}@${version.version} → ${plan.destination}`,
    answers: answers.recorded.map((answer) => summaryAnswer(questions, answer)),
    files: plan.files.map(({ path, state }) => ({ path, note: FILE_NOTES[state] })),
  };
};

/** Thrown out of a question that is asked again, by the wish to leave the answer as it was. */
class LeftAsItWas extends Error {}

const changed = async (template: Template, answers: Answers, name: string, sources: AnswerSources, asker: Asker): Promise<Answers> => {
  const leavable: Asker = {
    ask: async (question) => {
      const reply = await asker.ask({ ...question, canGoBack: true });
      if (reply.kind === 'back') throw new LeftAsItWas();
      return reply;
    },
  };
  try {
    return await askAgain(template, answers, name, sources, leavable);
  } catch (error) {
    if (error instanceof LeftAsItWas) return answers;
    throw error;
  }
};

/**
 * Asks a person, shows what would be written, and lets them change answers until they say yes.
 * @throws AskingCancelled when they leave; nothing has been written or recorded by then
 */
export const askAndPrepare = async (
  template: Template,
  sources: AnswerSources,
  prepare: (answers: Answers) => Promise<Prepared>,
): Promise<Prepared> => {
  const asker = openPrompts();
  let answers = await answerQuestions(template, sources, asker);
  for (;;) {
    const prepared = await prepare(answers);
    const decision = await asker.confirmSummary(summaryOf(prepared));
    switch (decision.kind) {
      case 'write':
        return prepared;
      case 'cancel':
        throw new AskingCancelled();
      case 'change':
        answers = await changed(template, answers, decision.name, sources, asker);
    }
  }
};
