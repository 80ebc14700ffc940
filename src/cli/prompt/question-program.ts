import type { AskedQuestion } from '../../templating/asking.js';
import type { Json } from '../../templating/manifest.js';
import type { Control, KeyHint } from './control.js';
import type { Key } from './keyboard.js';
import { abandonedRows, questionFrame } from './question-frame.js';
import type { Program, Step } from './session.js';
import type { Frame, Look } from './terminal.js';

/** How a question ended; `open` asks for one item of a list, after which the same question goes on. */
export type Ending =
  { readonly kind: 'answer'; readonly value: Json } | { readonly kind: 'back' } | { readonly kind: 'open'; readonly index: number };

const stay: Step<Ending> = { kind: 'stay' };

/**
 * One question: its text, its control, what is wrong with the answer, and the keys.
 *
 * Escape goes back, and so does Shift-Tab (some editors' terminals keep Escape for themselves): neither edits a line, so
 * they are free everywhere. At the first question Escape leaves, but only when pressed twice: who goes back step by step
 * easily presses it once too often.
 */
export class QuestionProgram implements Program<Ending> {
  /** Something was typed or chosen, beside taking what was offered. */
  touched = false;
  private problem: string | undefined;
  /** From the first refusal on the answer is checked at every key, so that the complaint goes as soon as it is mended. */
  private refused = false;
  private leaving = false;

  constructor(
    private readonly question: AskedQuestion,
    private readonly control: Control,
  ) {
    this.problem = question.problem;
  }

  onKey(key: Key): Step<Ending> {
    if ((key.name === 'escape' && !this.control.takesEscape) || (key.name === 'tab' && key.shift)) return this.goBack();
    this.leaving = false;
    if (key.name === 'editor-failed') {
      this.problem = key.text;
      return stay;
    }
    const outcome = this.control.onKey(key);
    switch (outcome.kind) {
      case 'stay':
        this.touched = true;
        this.problem = this.refused ? this.verdict().problem : undefined;
        return stay;
      case 'submit':
        return this.submit();
      case 'open':
        return { kind: 'done', value: outcome };
      case 'edit':
        return outcome;
    }
  }

  frame(look: Look): Frame {
    const { question, control, problem } = this;
    return questionFrame({ question, control, problem, hints: this.hints(look) }, look);
  }

  abandoned(look: Look): readonly string[] {
    return abandonedRows(this.question, look);
  }

  private goBack(): Step<Ending> {
    if (this.question.canGoBack) return { kind: 'done', value: { kind: 'back' } };
    if (this.leaving) return { kind: 'cancel' };
    this.leaving = true;
    return stay;
  }

  private submit(): Step<Ending> {
    const { value, problem } = this.verdict();
    if (value !== undefined) return { kind: 'done', value: { kind: 'answer', value } };
    this.refused = true;
    this.problem = problem;
    return stay;
  }

  private verdict(): { readonly value?: Json; readonly problem?: string } {
    const verdict = this.question.check(this.control.typed());
    return verdict.ok ? { value: verdict.value } : { problem: verdict.message };
  }

  private hints(look: Look): readonly KeyHint[] {
    if (this.leaving) return [['esc', 'once more to leave']];
    const last: KeyHint = this.control.takesEscape
      ? ['esc', 'end search']
      : this.question.canGoBack
        ? ['esc', 'back']
        : ['ctrl+c', 'leave'];
    return [...this.control.hints(look), last];
  }
}
