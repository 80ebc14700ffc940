import type { AskedQuestion, Reply } from '../../templating/asking.js';
import { confirmSummary } from './confirm-summary.js';
import type { Control } from './control.js';
import { controlFor, type SingleQuestion } from './controls.js';
import { displayAnswer } from './display.js';
import { KeptControls, type Kept } from './kept-controls.js';
import { ListControl } from './list-control.js';
import { plainItem } from './plain-item.js';
import type { Confirmation, Prompts, Summary } from './prompts.js';
import { answeredRows, headingRows } from './question-frame.js';
import { QuestionProgram, type Ending } from './question-program.js';
import { Session } from './session.js';
import type { Terminal } from './terminal.js';

/** A question that stands answered on the screen, and where its rows begin there. */
type Asked = { readonly name: string; readonly mark: number; readonly group: string | undefined };

/**
 * Asks at a terminal. An answered question stays as one row; going back takes such rows away again, and what was typed
 * in a question is still there when it is asked anew.
 */
export class TerminalAsker implements Prompts {
  private readonly session: Session;
  private asked: readonly Asked[] = [];
  /** Set before the names of an item's questions, which are the same in every item. */
  private scope = '';
  private readonly controls = new KeptControls<Control>();
  private readonly lists = new KeptControls<ListControl>();

  constructor(terminal: Terminal) {
    this.session = new Session(terminal);
  }

  confirmSummary(summary: Summary): Promise<Confirmation> {
    return confirmSummary(this.session, summary);
  }

  async ask(question: AskedQuestion): Promise<Reply> {
    const { screen } = this.session;
    const { group, type } = question;
    const name = this.scope + question.name;
    this.takeAwayFrom(name);
    const mark = screen.mark;
    if (group !== undefined && group !== this.asked.at(-1)?.group) screen.settle(headingRows(group, this.session.look));
    const reply = type === 'list' ? await this.askList(name, question) : await this.askOne(name, { ...question, type });
    if (reply.kind === 'back') screen.rewind(mark);
    else {
      screen.settle(answeredRows(question, displayAnswer(question, reply.value), this.session.look));
      this.asked = [...this.asked, { name, mark, group }];
    }
    return reply;
  }

  private async askOne(name: string, question: SingleQuestion): Promise<Reply> {
    const kept = await this.controls.keep(name, question, () => controlFor(question, this.session.env));
    const ending = await this.run(question, kept);
    if (ending.kind === 'open') throw new Error(`${question.name} has no entries, but one was opened`);
    return ending;
  }

  private async askList(name: string, question: AskedQuestion): Promise<Reply> {
    const kept = await this.lists.keep(name, question, () => new ListControl(question));
    for (;;) {
      const ending = await this.run(question, kept);
      if (ending.kind !== 'open') return ending;
      await this.askItem(name, question, ending.index, kept.control);
      kept.touched = true;
    }
  }

  /** Leaves nothing on the screen: the list shows its items. Going back at an item's first question leaves the list as it was. */
  private async askItem(name: string, list: AskedQuestion, index: number, control: ListControl): Promise<void> {
    const { asked, scope } = this;
    const { screen, look } = this.session;
    const mark = screen.mark;
    const initial = control.typed()[index];
    const group = `${list.prompt}, entry ${index + 1}`;
    screen.settle(headingRows(group, look));
    this.scope = `${name}[${index}].`;
    const reply = await (list.askItem?.(index + 1, initial) ?? this.ask(plainItem(list, index + 1, initial)));
    if (reply.kind === 'answer') control.put(index, reply.value);
    this.controls.forget(this.scope);
    this.lists.forget(this.scope);
    this.scope = scope;
    this.asked = asked;
    screen.rewind(mark);
  }

  private async run<C extends Control>(question: AskedQuestion, kept: Kept<C>): Promise<Ending> {
    const program = new QuestionProgram(question, kept.control);
    const ending = await this.session.run(program);
    kept.touched ||= program.touched;
    return ending;
  }

  /** Asked anew: its row goes, and those of all that came after it. */
  private takeAwayFrom(name: string): void {
    const place = this.asked.findIndex((earlier) => earlier.name === name);
    if (place === -1) return;
    this.session.screen.rewind(this.asked[place]!.mark);
    this.asked = this.asked.slice(0, place);
  }
}
