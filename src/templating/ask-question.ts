import { isDerived, type Answer } from './answers.js';
import type { AskedQuestion, Asker, Reply } from './asking.js';
import type { ProposedDefault } from './defaults.js';
import { TemplatingError } from './errors.js';
import type { Fit } from './cast-value.js';
import { fitAnswer, isRequired, templateDefault, type FitContext } from './fit-answer.js';
import type { Json, Question } from './manifest.js';
import { offeredChoices } from './offered-choices.js';
import { isSameJson } from './same-json.js';
import { computedValue, isMet, renderText } from './question-texts.js';
import type { Step } from './steps.js';

type Asked = {
  readonly proposed: ProposedDefault | undefined;
  readonly problem: string | undefined;
  /** Questions that were asked before this one. */
  readonly asked: number;
};

const isBlank = (typed: unknown): boolean => typed === undefined || typed === null || (typeof typed === 'string' && typed.trim() === '');

/** Blank is no answer where none is needed and none is proposed. */
const mayStayBlank = (question: Question): boolean => !isRequired(question) && question.default === undefined;

/** A list comes from its own items, each of which was checked and has its computed values. */
const checkTyped = (question: Question, typed: unknown, context: FitContext): Fit =>
  mayStayBlank(question) && isBlank(typed)
    ? { ok: true, value: null }
    : fitAnswer(question, typed, context, { isData: Array.isArray(typed) });

const headingOf = ({ group }: Question, context: FitContext): string | undefined => {
  if (group === undefined) return undefined;
  const title = context.template.manifest.groups?.find(({ name }) => name === group)?.title;
  return title === undefined ? group : renderText(title, `groups.${group}.title`, context);
};

const describe = (name: string, question: Question, context: FitContext, { proposed, problem, asked }: Asked): AskedQuestion => {
  const field = (key: string) => `questions.${question.name}.${key}`;
  const group = headingOf(question, context);
  const hasChoices = question.type === 'choice' || question.type === 'multi_choice';
  return {
    name,
    type: question.type as AskedQuestion['type'],
    prompt: renderText(question.prompt ?? question.name, field('prompt'), context),
    ...(question.hint !== undefined && { hint: renderText(question.hint, field('hint'), context) }),
    ...(group !== undefined && { group }),
    ...(proposed !== undefined && { default: proposed.value }),
    ...(proposed?.hint !== undefined && { defaultHint: proposed.hint }),
    ...(problem !== undefined && { problem }),
    ...(hasChoices && { choices: offeredChoices(question, context).open }),
    required: isRequired(question),
    canGoBack: asked > 0,
    number: asked + 1,
    check: (typed) => checkTyped(question, typed, context),
  };
};

const itemAsker =
  (asker: Asker, list: Step, context: FitContext, asked: number): NonNullable<AskedQuestion['askItem']> =>
  async (number, initial) => {
    const questions = list.question.items ?? [];
    const before = typeof initial === 'object' && initial !== null ? (initial as Readonly<Record<string, Json>>) : {};
    const typed = new Map(Object.entries(before));
    const askedAt: number[] = [];
    let item: Record<string, Json> = {};
    let at = 0;
    const inItem = (): FitContext => ({
      ...context,
      frame: { value: item, parent: context.frame, fields: new Map(questions.slice(0, at).map((question) => [question.name, question])) },
    });
    while (at < questions.length) {
      const question = questions[at]!;
      const itemContext = inItem();
      const isShown = isMet(question.when, `questions.${question.name}.when`, itemContext);
      if (isShown && question.type === 'computed')
        item = { ...item, [question.name]: computedValue(question.value ?? '', `questions.${question.name}.value`, itemContext) };
      if (!isShown || question.type === 'computed') {
        at++;
        continue;
      }
      const name = `${list.name}[${number - 1}].${question.name}`;
      const value = typed.get(question.name) ?? templateDefault(question, itemContext);
      const proposed = value === undefined ? undefined : ({ name, value, source: 'template-default' } as const);
      const reply = await askQuestion(asker, { name, question, part: list.part }, itemContext, {
        proposed,
        problem: undefined,
        asked: asked + askedAt.length + 1,
      });
      if (reply === 'back') {
        const previous = askedAt.pop();
        if (previous === undefined) return { kind: 'back' };
        item = Object.fromEntries(
          Object.entries(item).filter(([key]) => questions.findIndex((candidate) => candidate.name === key) < previous),
        );
        at = previous;
        continue;
      }
      if (reply !== undefined) {
        item = { ...item, [question.name]: reply.value };
        typed.set(question.name, reply.value);
      }
      askedAt.push(at);
      at++;
    }
    return { kind: 'answer', value: item };
  };

/** A default that the person left as it was keeps its own source, so that it follows when an earlier answer changes. */
const answerFrom = (name: string, value: Json, proposed: ProposedDefault | undefined): Answer => {
  if (proposed === undefined || !isDerived(proposed) || !isSameJson(proposed.value, value)) return { name, value, source: 'prompt' };
  const { hint: _hint, ...answer } = proposed;
  return answer;
};

/** Asks one question. Undefined: an optional question was left without an answer. */
export const askQuestion = async (asker: Asker, step: Step, context: FitContext, asked: Asked): Promise<Answer | 'back' | undefined> => {
  const { name, question } = step;
  const described = describe(name, question, context, asked);
  const reply: Reply = await asker.ask({
    ...described,
    ...(question.items !== undefined && { askItem: itemAsker(asker, step, context, asked.asked) }),
  });
  if (reply.kind === 'back') return 'back';
  if (mayStayBlank(question) && isBlank(reply.value)) return undefined;
  const fit = fitAnswer(question, reply.value, context, { isData: true });
  if (fit.ok) return answerFrom(name, fit.value, asked.proposed);
  throw new TemplatingError('ANSWER_INVALID', `"${name}": ${fit.message}`, { field: name });
};
