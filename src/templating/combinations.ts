import { refuseAnswer } from './answer-values.js';
import type { AnswerValues } from './answers.js';
import type { AskedQuestion, Asker } from './asking.js';
import { exampleAnswers } from './example-answers.js';
import type { Json, Question } from './manifest.js';
import { answerQuestions } from './questionnaire.js';
import { allQuestions } from './steps.js';
import type { Template } from './template.js';

/** Values by question, in the order of asking; JSON texts, so that equal values are one. */
type Row = ReadonlyMap<string, string>;
type Choice = readonly [name: string, value: string];

const MAX_ROWS = 500;
const ITEM = /\[\d+\]\./;

const pairKey = (a: Choice, b: Choice): string => JSON.stringify(a[0] < b[0] ? [a, b] : [b, a]);

/** What has been tried, and what there is to try. */
class Coverage {
  readonly #covered = new Set<string>();
  readonly #given_up = new Set<string>();
  readonly #values = new Map<string, Set<string>>();
  readonly rows: Row[] = [];

  seen(name: string, values: readonly string[]): void {
    const known = this.#values.get(name) ?? new Set<string>();
    values.forEach((value) => known.add(value));
    this.#values.set(name, known);
  }

  add(row: Row): void {
    this.rows.push(row);
    const choices = [...row];
    choices.forEach((a, index) => choices.slice(index + 1).forEach((b) => this.#covered.add(pairKey(a, b))));
  }

  /** How many pairs a value would add to those that the row has so far. */
  gain(choice: Choice, row: Row): number {
    return [...row].filter((other) => !this.#covered.has(pairKey(other, choice))).length;
  }

  uses([name, value]: Choice): number {
    return this.rows.filter((row) => row.get(name) === value).length;
  }

  giveUp(pair: readonly [Choice, Choice]): void {
    this.#given_up.add(pairKey(...pair));
  }

  /** The next pair that no row has, unless it was tried in vain; a single question's values count too. */
  next(): readonly [Choice, Choice] | undefined {
    const names = [...this.#values.keys()];
    for (const [at, b] of names.entries())
      for (const valueB of this.#values.get(b)!)
        for (const a of at === 0 ? [b] : names.slice(0, at))
          for (const valueA of a === b ? [valueB] : this.#values.get(a)!) {
            const pair: readonly [Choice, Choice] = [[a, valueA], [b, valueB]]; // prettier-ignore
            const isDone = a === b ? this.uses([b, valueB]) > 0 : this.#covered.has(pairKey(...pair));
            if (!isDone && !this.#given_up.has(pairKey(...pair))) return pair;
          }
    return undefined;
  }

  /** A row in which the question was asked, so that repeating its earlier answers brings it up again. */
  rowWith(name: string): Row {
    return this.rows.find((row) => row.has(name)) ?? new Map<string, string>();
  }
}

/** Answers by plan where there is one, else with the value that adds most; ties go to the least used, then to the first. */
class Explorer implements Asker {
  readonly row = new Map<string, string>();

  constructor(
    private readonly questions: ReadonlyMap<string, Question>,
    private readonly coverage: Coverage,
    private readonly planned: Row,
    private readonly given: AnswerValues,
  ) {}

  async ask(asked: AskedQuestion) {
    if (ITEM.test(asked.name)) return { kind: 'answer', value: (await exampleAnswers(asked, this.itemQuestion(asked.name)))[0]! } as const;
    const values = (await this.valuesFor(asked)).map((value) => JSON.stringify(value));
    this.coverage.seen(asked.name, values);
    const planned = this.planned.get(asked.name);
    const value = planned !== undefined && values.includes(planned) ? planned : this.best(asked.name, values);
    this.row.set(asked.name, value);
    return { kind: 'answer', value: JSON.parse(value) as Json } as const;
  }

  /** A given answer stands; it is asked about only where it does not fit, or where a question is asked anew each time. */
  private async valuesFor(asked: AskedQuestion): Promise<Json[]> {
    if (!Object.hasOwn(this.given, asked.name)) return exampleAnswers(asked, this.questions.get(asked.name)!);
    const fit = asked.check(this.given[asked.name]);
    if (fit.ok) return [fit.value];
    throw refuseAnswer('ANSWER_INVALID', asked.name, `"${asked.name}": ${fit.message}`);
  }

  private best(name: string, values: readonly string[]): string {
    const ranked = values.map((value, index) => ({
      value,
      index,
      gain: this.coverage.gain([name, value], this.row),
      uses: this.coverage.uses([name, value]),
    }));
    return ranked.sort((a, b) => b.gain - a.gain || a.uses - b.uses || a.index - b.index)[0]!.value;
  }

  /** `columns[0].fields[0].name` is a question inside the questions of a list. */
  private itemQuestion(path: string): Question {
    const [list, ...inner] = path.split(ITEM);
    const found = inner.reduce<Question | undefined>(
      (question, name) => question?.items?.find((item) => item.name === name),
      this.questions.get(list!),
    );
    return found!;
  }
}

/**
 * Sets of answers in which every two answers that can stand together do so at least once: all choices, yes and no, numbers at their limits,
 * lists empty and not. Deterministic; what is `given` stays the same in all of them.
 * @throws TemplatingError for a template that contradicts itself, for a given answer that does not fit, or for a question whose answer cannot
 * be guessed
 */
export const combinations = async (template: Template, given: AnswerValues = {}): Promise<readonly AnswerValues[]> => {
  const questions = new Map(allQuestions(template).map((question) => [question.name, question]));
  const coverage = new Coverage();
  const sets: AnswerValues[] = [];
  const tryRow = async (planned: Row): Promise<Row> => {
    const explorer = new Explorer(questions, coverage, planned, given);
    const { recorded, written, all } = await answerQuestions(template, { workspaceDefaults: {}, previous: given }, explorer);
    coverage.add(explorer.row);
    const secrets = all.filter(({ name }) => questions.get(name)?.type === 'secret').map(({ name, value }) => [name, value] as const);
    sets.push({ ...Object.fromEntries(recorded.map(({ name }) => [name, written[name]!])), ...Object.fromEntries(secrets) });
    return explorer.row;
  };
  await tryRow(new Map());
  for (let pair = coverage.next(); pair !== undefined && coverage.rows.length < MAX_ROWS; pair = coverage.next()) {
    const [a, b] = pair;
    const row = await tryRow(new Map([...before(coverage.rowWith(b[0]), b[0]), a, b]));
    if (row.get(a[0]) !== a[1] || row.get(b[0]) !== b[1]) coverage.giveUp(pair);
  }
  return unique(sets);
};

const before = (row: Row, name: string): Choice[] => {
  const choices = [...row];
  const at = choices.findIndex(([other]) => other === name);
  return choices.slice(0, Math.max(at, 0));
};

const unique = (sets: readonly AnswerValues[]): AnswerValues[] => [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
