import type { FileState } from '../domain/generation/generation.js';
import type { Answer, Answers, AnswerSource, AnswerSources } from '../templating/answers.js';
import { AskingCancelled } from '../templating/asking.js';
import { answerQuestions, askAgain } from '../templating/questionnaire.js';
import type { Template } from '../templating/template.js';
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

const summaryAnswer = ({ questions }: Template, { name, value, source }: Answer): Summary['answers'][number] => ({
  name,
  prompt: questions.find((question) => question.name === name)?.prompt ?? name,
  display: typeof value === 'string' ? value : JSON.stringify(value),
  source: SOURCE_WORDS[source],
});

const summaryOf = ({ version, template, answers, plan }: Prepared): Summary => ({
  title: `${version.templateId}@${version.version} → ${plan.destination}`,
  answers: answers.recorded.map((answer) => summaryAnswer(template, answer)),
  files: plan.files.map(({ path, state }) => ({ path, note: FILE_NOTES[state] })),
});

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
        answers = await askAgain(template, answers, decision.name, sources, asker);
    }
  }
};
