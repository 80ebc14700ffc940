import type { AskedQuestion, Reply } from '../../templating/asking.js';
import type { Json } from '../../templating/manifest.js';
import { printable } from '../terminal/text.js';
import { displayAnswer } from './display.js';
import { LineReader } from './line-reader.js';
import { answerFrom, backWord, endOfText, introduction, linePrompt } from './line-texts.js';
import { plainItem } from './plain-item.js';
import type { Confirmation, Prompts, Summary } from './prompts.js';
import { summaryRows } from './summary-rows.js';
import { lookOf, type Terminal } from './terminal.js';

type Typed = { readonly kind: 'typed'; readonly value: unknown } | { readonly kind: 'back' };

/** Prompts for terminals that only print, and for people who would rather hear lines than see a screen: `<` goes back. */
export class LineAsker implements Prompts {
  private readonly reader: LineReader;
  private group: string | undefined;

  constructor(private readonly terminal: Terminal) {
    this.reader = new LineReader(terminal);
  }

  async ask(question: AskedQuestion): Promise<Reply> {
    if (question.group !== undefined && question.group !== this.group) this.say('', printable(question.group).toUpperCase());
    this.group = question.group;
    this.say(...introduction(question));
    for (let problem = question.problem; ;) {
      if (problem !== undefined) this.say(`! ${printable(problem)}`);
      const typed = await this.typed(question);
      if (typed.kind === 'back' && question.canGoBack) return typed;
      const verdict = typed.kind === 'back' ? ({ ok: false, message: 'this is the first question' } as const) : question.check(typed.value);
      if (verdict.ok) return { kind: 'answer', value: verdict.value };
      problem = verdict.message;
    }
  }

  async confirmSummary(summary: Summary): Promise<Confirmation> {
    this.say(...summaryRows(summary, lookOf(this.terminal)));
    for (;;) {
      const word = (await this.reader.read('Write? y, n, or the name of an answer to change [y] ')).trim();
      if (/^(y(es)?)?$/i.test(word)) return { kind: 'write' };
      if (/^no?$/i.test(word)) return { kind: 'cancel' };
      if (summary.answers.some(({ name }) => name === word)) return { kind: 'change', name: word };
      this.say(`! there is no answer named ${printable(word)}; they are: ${summary.answers.map(({ name }) => name).join(', ')}`);
    }
  }

  private async typed(question: AskedQuestion): Promise<Typed> {
    switch (question.type) {
      case 'list':
        return this.typedList(question);
      case 'text':
      case 'json':
      case 'yaml':
        return this.typedText(question);
      default: {
        const line = await this.reader.read(linePrompt(question), { hidden: question.type === 'secret' });
        return line.trim() === backWord ? { kind: 'back' } : { kind: 'typed', value: answerFrom(question, line) };
      }
    }
  }

  private async typedText(question: AskedQuestion): Promise<Typed> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.reader.read('> ');
      if (lines.length === 0 && line.trim() === backWord) return { kind: 'back' };
      if (line === endOfText) return { kind: 'typed', value: answerFrom(question, lines.join('\n')) };
      lines.push(line);
    }
  }

  private async typedList(question: AskedQuestion): Promise<Typed> {
    let items: readonly Json[] = Array.isArray(question.default) ? (question.default as readonly Json[]) : [];
    for (;;) {
      items.forEach((item, index) => this.say(`  ${index + 1}. ${displayAnswer({ type: 'list' }, [item])}`));
      const word = (await this.reader.read('a to add an entry, a number to take one out, blank to go on: ')).trim();
      if (word === backWord) return { kind: 'back' };
      if (word === '') return { kind: 'typed', value: items };
      if (/^\d+$/.test(word)) items = items.filter((_item, index) => index !== Number(word) - 1);
      else if (word === 'a') items = await this.withOneMore(question, items);
    }
  }

  private async withOneMore(question: AskedQuestion, items: readonly Json[]): Promise<readonly Json[]> {
    const number = items.length + 1;
    const reply = await (question.askItem?.(number) ?? this.ask(plainItem(question, number, undefined)));
    return reply.kind === 'answer' ? [...items, reply.value] : items;
  }

  private say(...lines: readonly string[]): void {
    if (lines.length > 0) this.terminal.output.write(`${lines.join('\n')}\n`);
  }
}
