import { AnswersSoFar, given, refuseAnswer } from './answer-values.js';
import { toAnswers, type Answer, type Answers, type AnswerSources, type SetAside } from './answers.js';
import type { Asker } from './asking.js';
import { askQuestion } from './ask-question.js';
import { findDefault, type ProposedDefault } from './defaults.js';
import type { Fit } from './cast-value.js';
import { fitAnswer, isRequired } from './fit-answer.js';
import { aside, refuseStrangers, statedIn, strayPrevious } from './given-answers.js';
import type { Json, Question } from './manifest.js';
import { isSameJson } from './same-json.js';
import { isSecretMark } from './secret-mark.js';
import { allQuestions, isMapped, stepsOf, type Step } from './steps.js';
import type { Template } from './template.js';

/** Answers of an earlier pass over the same questions, for a pass in which one of them changes. */
export type Kept = {
  readonly changed?: Answer;
  /** Asked once more; its present answer is proposed. */
  readonly again?: { readonly name: string; readonly answer?: Answer };
  /** Chosen by somebody: they stay. */
  readonly chosen: ReadonlyMap<string, Answer>;
  /** Shown before and left to their defaults, or without an answer: derived anew, not asked again. */
  readonly untouched: ReadonlySet<string>;
};

export const NOTHING_KEPT: Kept = { chosen: new Map(), untouched: new Set() };

/** What a question came to. */
type Result = { readonly answer?: Answer; readonly wasAsked?: true; readonly setAside?: readonly SetAside[]; readonly isUnanswered?: true };

const isNoAnswer = ({ type }: Question, value: Json): boolean => value === null && type !== 'json' && type !== 'yaml';

/** One pass through the questions of a template and of all that it includes. */
export class QuestionPass {
  readonly #steps: readonly Step[];
  readonly #results: Result[] = [];
  /** What a person typed and went back from; offered again on the way forward. */
  readonly #typed = new Map<string, Json>();
  #soFar: AnswersSoFar;

  constructor(
    private readonly template: Template,
    private readonly sources: AnswerSources,
    private readonly asker: Asker | undefined,
    private readonly kept: Kept,
    private readonly parseYaml: ((text: string) => Json) | undefined,
  ) {
    this.#steps = stepsOf(template);
    this.#soFar = new AnswersSoFar(parseYaml);
  }

  async run(): Promise<Answers> {
    refuseStrangers(this.template, this.sources);
    while (this.#results.length < this.#steps.length) {
      const step = this.#steps[this.#results.length]!;
      const result = await this.take(step);
      if (result === 'back') this.goBack();
      else {
        this.#results.push(result);
        this.#soFar.add(step, result.answer?.value);
      }
    }
    return toAnswers(
      allQuestions(this.template),
      this.#results.flatMap(({ answer }) => answer ?? []),
      {
        setAside: [...this.#results.flatMap(({ setAside = [] }) => setAside), ...strayPrevious(this.template, this.sources)],
        unanswered: this.#results.flatMap(({ isUnanswered }, index) => (isUnanswered === true ? this.#steps[index]!.name : [])),
      },
    );
  }

  private take(step: Step): Result | Promise<Result | 'back'> {
    if (!this.#soFar.isShown(step)) return this.hidden(step);
    if (step.question.type === 'computed' || isMapped(step)) return this.derived(step);
    if (this.kept.again?.name === step.name) return this.ask(step, this.kept.again.answer);
    return this.stated(step) ?? this.earlier(step) ?? this.fromPersonOrDefault(step);
  }

  private derived({ name, question, part }: Step): Result {
    const value = this.#soFar.derive({ name, question, part });
    if (question.type === 'computed') return { answer: { name, value, source: 'computed' } };
    const fit = fitAnswer(question, value, this.#soFar.context(part));
    if (fit.ok) return { answer: { name, value: fit.value, source: 'computed' } };
    throw refuseAnswer('ANSWER_INVALID', name, `the answer that ${this.template.id} gives to "${name}" does not fit: ${fit.message}`);
  }

  private hidden({ name }: Step): Result {
    if (this.statedAnswer(name) !== undefined)
      throw refuseAnswer(
        'ANSWER_HIDDEN',
        name,
        `"${name}" is not asked with these answers, so it takes none`,
        `leave "${name}" out, or change the answer that its condition depends on`,
      );
    const earlier = this.earlierAnswer(name);
    if (earlier === undefined) return {};
    return { setAside: [aside(earlier, 'hidden', `"${name}" is not asked with these answers; its earlier answer is left aside`)] };
  }

  private stated({ name, question, part }: Step): Result | undefined {
    const stated = this.statedAnswer(name);
    if (stated === undefined) return undefined;
    if (isNoAnswer(question, stated.value) && !isRequired(question)) return { isUnanswered: true };
    const fit = fitAnswer(question, stated.value, this.#soFar.context(part), { isData: this.kept.changed === stated });
    if (!fit.ok) throw refuseAnswer('ANSWER_INVALID', name, `"${name}": ${fit.message}`);
    const first = given(this.sources.previous, name);
    if (question.ask === 'once' && first !== undefined && !isSameJson(first, fit.value) && question.type !== 'secret')
      throw refuseAnswer('ANSWER_FIXED', name, `"${name}" was answered once for good, with ${JSON.stringify(first)}`, 'leave it as it is');
    return { answer: { ...stated, value: fit.value } };
  }

  private earlier(step: Step): Result | undefined {
    const { name, question } = step;
    const earlier = this.earlierAnswer(name);
    if (earlier === undefined || this.isAskedAlways(step)) return undefined;
    const fit = this.fitEarlier(step, earlier);
    if (fit.ok) return { answer: { ...earlier, value: fit.value } };
    if (this.asker !== undefined) return undefined;
    const message = `the earlier answer to "${name}" no longer fits: ${fit.message}`;
    throw refuseAnswer('ANSWER_NO_LONGER_FITS', name, message, `give a new one: -a ${name}=${question.type === 'boolean' ? 'true' : '…'}`);
  }

  private isAskedAlways({ name, question }: Step): boolean {
    return question.ask === 'always' && this.asker !== undefined && !this.kept.chosen.has(name);
  }

  private async fromPersonOrDefault(step: Step): Promise<Result | 'back'> {
    const { name, question } = step;
    const earlier = this.earlierAnswer(name);
    const { proposed, unfit } = await findDefault(step, this.sources, this.#soFar, this.isAskedAlways(step) ? earlier : undefined);
    const setAside = unfit.map((answer) => aside(answer, 'unfit', answer.message));
    const isUntouched = this.kept.untouched.has(name) && (proposed !== undefined || !isRequired(question));
    if (this.asker === undefined || isUntouched) return { ...this.byDefault(step, proposed), setAside };
    const fit = earlier === undefined ? undefined : this.fitEarlier(step, earlier);
    const problem = fit?.ok === false ? `the earlier answer no longer fits: ${fit.message}` : undefined;
    const result = await this.ask(step, proposed, problem);
    return result === 'back' ? 'back' : { ...result, setAside };
  }

  private async ask(step: Step, proposed: ProposedDefault | undefined, problem?: string): Promise<Result | 'back'> {
    const { name, part } = step;
    const typed = this.#typed.get(name);
    const answer = await askQuestion(this.asker!, step, this.#soFar.context(part), {
      proposed: typed === undefined ? proposed : { name, value: typed, source: 'prompt' },
      problem,
      asked: this.#results.filter(({ wasAsked }) => wasAsked).length,
    });
    if (answer === 'back') return 'back';
    return answer === undefined ? { wasAsked: true, isUnanswered: true } : { answer, wasAsked: true };
  }

  private byDefault({ name, question }: Step, proposed: ProposedDefault | undefined): Result {
    if (proposed !== undefined) {
      const { hint: _hint, ...answer } = proposed;
      return { answer };
    }
    if (!isRequired(question)) return { isUnanswered: true };
    throw refuseAnswer('ANSWER_MISSING', name, `"${name}" has no default and needs an answer`, `give it with: -a ${name}=…`);
  }

  /** To the question that a person was asked last. */
  private goBack(): void {
    const at = this.#results.findLastIndex(({ wasAsked }) => wasAsked);
    if (at < 0) return;
    for (const { answer } of this.#results.splice(at)) if (answer?.source === 'prompt') this.#typed.set(answer.name, answer.value);
    this.#soFar = new AnswersSoFar(this.parseYaml);
    this.#results.forEach(({ answer }, index) => this.#soFar.add(this.#steps[index]!, answer?.value));
  }

  private statedAnswer(name: string): Answer | undefined {
    if (this.kept.changed?.name === name) return this.kept.changed;
    return statedIn(this.sources, name);
  }

  /** The answer of an earlier pass or run. A secret of an earlier run is only a mark by now, and has to be given again. */
  private earlierAnswer(name: string): Answer | undefined {
    const kept = this.kept.chosen.get(name);
    const value = given(this.sources.previous, name);
    if (kept !== undefined) return kept;
    return value === undefined || (typeof value === 'string' && isSecretMark(value)) ? undefined : { name, value, source: 'previous' };
  }

  private fitEarlier({ question, part }: Step, answer: Answer): Fit {
    const isKept = this.kept.chosen.get(answer.name) === answer;
    return fitAnswer(question, answer.value, this.#soFar.context(part), { isData: isKept });
  }
}
