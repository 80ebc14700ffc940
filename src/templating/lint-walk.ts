import { namesInCondition } from './condition-names.js';
import { booleanFrom } from './conditions.js';
import { TemplatingError } from './errors.js';
import { namesIn as namesOfExpression, parseExpression } from './expression.js';
import { finding, type Finding } from './findings.js';
import { findName, innerScope, resolveName, type Meaning, type NameScope } from './lint-names.js';
import { explainInputText, INPUT, INPUT_TEXT, inputQuestion } from './input-file.js';
import type { LintText } from './lint-texts.js';
import type { Manifest, Question } from './manifest.js';
import type { Locate } from './manifest-source.js';
import type { Partials } from './mustache-renderer.js';
import { parseMustache, placeAt, type Node, type Tag, type Unit } from './mustache-syntax.js';
import { delimitersIn } from './question-texts.js';
import { MANIFEST_FILE } from './template.js';

type Walk = {
  readonly unit: Unit;
  readonly scope: NameScope;
  readonly partials: Partials;
  readonly chain: readonly string[];
  /** Names that a section or condition around the place asks for. */
  readonly guards: ReadonlySet<string>;
  /** In conditions an unanswered question is simply false. */
  readonly isLenient: boolean;
  readonly at: (offset: number) => ReturnType<typeof placeAt>;
};

/** Checks names and partials in texts, and notes which are used. */
export class NameLint {
  readonly findings: Finding[] = [];
  readonly usedNames = new Set<string>();
  readonly usedPartials = new Set<string>();
  readonly #questions: Map<string, Question>;
  readonly #conditions: Map<string, readonly string[]>;

  constructor(
    manifest: Manifest,
    private readonly partials: Partials,
    private readonly locate: Locate,
    private readonly knownPartials: () => Iterable<string>,
    delimiters: LintText['delimiters'],
  ) {
    const { questions = [], groups = [] } = manifest;
    this.#questions = new Map(questions.map((question) => [question.name, question]));
    this.#conditions = new Map(
      questions.map(({ name, when, group }) => {
        const conditions = [when, groups.find((one) => one.name === group)?.when].filter((condition) => condition !== undefined);
        return [name, conditions.flatMap((condition) => namesInCondition(condition, delimiters))];
      }),
    );
    const input = inputQuestion(questions);
    if (input === undefined) return;
    this.#questions.set(INPUT_TEXT, input); // there under the same conditions, and guarded by the question too
    this.#conditions.set(INPUT_TEXT, [INPUT, ...this.#conditions.get(INPUT)!]);
  }

  /** A text of the manifest. */
  checkText({ text, path, mode, scope, conditions, delimiters }: LintText): void {
    const place = this.locate(path);
    const own = mode === 'text' ? (text.includes(delimiters[0]) ? delimiters : undefined) : delimitersIn(text, delimiters);
    this.guarded(place, () => {
      if (own === undefined) {
        if (mode === 'value' || (mode === 'condition' && booleanFrom(text) === undefined)) this.checkExpression(text, scope, place);
        return;
      }
      const unit = parseMustache({ file: MANIFEST_FILE, field: path.join('.'), text }, own);
      const guards = new Set(conditions.flatMap((condition) => namesInCondition(condition, delimiters)));
      this.walk(unit.nodes, { unit, scope, partials: this.partials, chain: [], guards, isLenient: mode === 'condition', at: () => place });
    });
  }

  /** A body. */
  checkBody(unit: Unit, scope: NameScope, conditions: readonly string[]): void {
    const guards = new Set(conditions.flatMap((condition) => namesInCondition(condition, unit.delimiters)));
    const at = (offset: number) => placeAt(unit, offset);
    this.walk(unit.nodes, { unit, scope, partials: this.partials, chain: [], guards, isLenient: false, at });
  }

  /** Turns a syntax error into a finding at its own place, or at the given one. */
  guarded(place: ReturnType<Locate>, check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof TemplatingError)) throw error;
      const { at, hint } = error.details;
      const message = error.message.replace(/^[^\s:]+(?::\d+)*: |^\S+ in \S+: |^: /, '');
      this.findings.push(finding('error', error.code, message, at?.line === undefined ? place : at, hint));
    }
  }

  private checkExpression(text: string, scope: NameScope, place: ReturnType<Locate>): void {
    for (const path of namesOfExpression(parseExpression(text, ''))) this.checkName(path, scope, place);
  }

  private checkName(path: readonly string[], scope: NameScope, place: ReturnType<Locate>): Meaning | undefined {
    const head = path[0];
    if (head !== undefined) this.usedNames.add(head === INPUT_TEXT ? INPUT : head);
    const meaning = resolveName(scope, path);
    if (!('message' in meaning)) return meaning;
    const explained = explainInputText(head ?? '', [...this.#questions.values()]);
    const elsewhere = head !== undefined && findName(scope, head) === undefined ? this.#questions.get(head) : undefined;
    if (explained !== undefined) this.report('INPUT_TEXT_MISPLACED', explained.message, place, explained.hint);
    else if (elsewhere?.type === 'secret')
      this.report(
        'SECRET_RECORDED',
        `"${head}" is a secret, and what this text becomes is recorded`,
        place,
        'use secrets in the bodies of files only',
      );
    else if (elsewhere !== undefined)
      this.report('QUESTION_LATER', `"${head}" is asked only later`, place, `move the question "${head}" before the one that refers to it`);
    else this.report('VARIABLE_UNKNOWN', meaning.message, place, meaning.hint);
    return undefined;
  }

  private report(code: string, message: string, place: ReturnType<Locate>, hint?: string): void {
    this.findings.push(finding('error', code, message, place, hint));
  }

  private walk(nodes: readonly Node[], walk: Walk): void {
    for (const node of nodes) if (typeof node !== 'string') this.tag(node, walk);
  }

  private tag(tag: Tag, walk: Walk): void {
    if (tag.kind === 'partial') return this.partial(tag, walk);
    const meaning = this.checkName(tag.path, walk.scope, walk.at(tag.at));
    if (tag.kind === 'value') return meaning === undefined ? undefined : this.printed(tag.path, meaning, walk, tag);
    const guards = tag.path[0] === undefined ? walk.guards : new Set([...walk.guards, tag.path[0]]);
    const scope = tag.kind === 'section' && meaning !== undefined ? innerScope(meaning, walk.scope) : walk.scope;
    this.walk(tag.children, { ...walk, scope, guards });
  }

  private printed(path: readonly string[], meaning: Meaning, { guards, isLenient, at, unit }: Walk, tag: Tag): void {
    const isList = meaning.kind === 'texts' || (meaning.kind === 'question' && ['list', 'multi_choice'].includes(meaning.question.type));
    if (isList)
      this.report(
        'VALUE_NOT_TEXT',
        `"${tag.name}" is a list and cannot be printed as text`,
        at(tag.at),
        `go through it with a section, or print ${tag.name}.json`,
      );
    const head = path[0];
    if (isLenient || head === undefined || isList) return;
    const question = this.#questions.get(head);
    if (question === undefined || !this.mayBeUnanswered(question) || this.isGuarded(head, guards)) return;
    const [open, close] = unit.delimiters;
    const hint = `print it inside ${open}#${head}${close} … ${open}/${head}${close}`;
    this.findings.push(
      finding('warning', 'VARIABLE_UNANSWERED', `"${head}" is not always answered, and printing it then fails`, at(tag.at), hint),
    );
  }

  private mayBeUnanswered(question: Question): boolean {
    return (this.#conditions.get(question.name) ?? []).length > 0 || (question.required === false && question.default === undefined);
  }

  /** Whether a condition around the place asks for the question itself or for something that its own condition asks for. */
  private isGuarded(name: string, guards: ReadonlySet<string>): boolean {
    const around = [...guards].flatMap((guard) => [guard, ...(this.#conditions.get(guard) ?? [])]);
    const asked = this.#conditions.get(name) ?? [];
    return around.includes(name) || asked.some((condition) => around.includes(condition));
  }

  private partial(tag: Tag & { readonly kind: 'partial' }, walk: Walk): void {
    this.usedPartials.add(tag.name);
    this.guarded(walk.at(tag.at), () => {
      const found = walk.partials(tag.name);
      if (found === undefined) {
        const known = [...this.knownPartials()];
        this.report(
          'PARTIAL_MISSING',
          `there is no partial "${tag.name}"`,
          walk.at(tag.at),
          `partials: ${known.length === 0 ? 'none' : known.join(', ')}`,
        );
        return;
      }
      if (walk.chain.includes(tag.name)) return this.recursion(tag, walk);
      const { unit, partials } = found;
      this.walk(unit.nodes, { ...walk, unit, partials, chain: [...walk.chain, tag.name], at: (offset) => placeAt(unit, offset) });
    });
  }

  /** A partial may include itself inside a section over something nested; anywhere else it would never end. */
  private recursion(tag: Tag & { readonly kind: 'partial' }, { unit, chain, at }: Walk): void {
    if (isInsideSection(unit.nodes, tag)) return;
    const loop = [...chain.slice(chain.indexOf(tag.name)), tag.name].join(' → ');
    this.report(
      'PARTIAL_RECURSION',
      `the partial "${tag.name}" includes itself without end (${loop})`,
      at(tag.at),
      'put the inner use into a section over a list that ends',
    );
  }
}

const isInsideSection = (nodes: readonly Node[], tag: Tag): boolean =>
  nodes.some(
    (node) => typeof node !== 'string' && 'children' in node && (node.children.includes(tag) || isInsideSection(node.children, tag)),
  );
