import { describe, expect, it } from '@jest/globals';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import { interview, offered, question, wholeNumberFrom } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const name = question({ name: 'name', type: 'string', prompt: 'Name', group: 'First' });
const ttl = question({ name: 'ttl', type: 'number', prompt: 'Minutes', default: 5, check: wholeNumberFrom(1), group: 'First' });
const strategy = question({
  name: 'strategy',
  type: 'choice',
  prompt: 'Strategy',
  choices: offered('one', 'rest', 'all'),
  group: 'Second',
});

const start = (terminal = new VirtualTerminal()) => ({ terminal, answers: interview(new TerminalAsker(terminal), [name, ttl, strategy]) });

describe('a questionnaire', () => {
  it('stands as one row an answer under the heading of its group', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Name');
    terminal.type('cache\r');
    await terminal.shows('◆ Minutes (2)');
    terminal.press('enter');
    await terminal.shows('◆ Strategy (3)');
    terminal.press('enter');
    expect(await answers).toEqual({ name: 'cache', ttl: 5, strategy: 'one' });
    await terminal.shows('✔ Strategy');
    expect(terminal.text).toBe(['', 'First', '✔ Name  cache', '✔ Minutes  5', '', 'Second', '✔ Strategy  one'].join('\n'));
  });

  it('takes rows and headings away on the way back, and nothing that was typed', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Name');
    terminal.type('cache\r');
    await terminal.shows('◆ Minutes');
    terminal.type('12\r');
    await terminal.shows('◆ Strategy');
    terminal.press('down', 'escape');
    await terminal.shows('◆ Minutes');
    expect(terminal.text).not.toContain('Second');
    expect(terminal.text).toContain('❯ 12');
    terminal.press('shiftTab');
    await terminal.shows('◆ Name');
    expect(terminal.text).not.toContain('✔');
    expect(terminal.text).toContain('❯ cache');
    terminal.type('d\r\r');
    await terminal.shows('◆ Strategy');
    expect(terminal.text).toContain('❯ rest');
    terminal.press('enter');
    expect(await answers).toEqual({ name: 'cached', ttl: 12, strategy: 'rest' });
  });

  it('keeps a half-typed answer while the question before it is asked again', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Name');
    terminal.type('cache\r');
    await terminal.shows('◆ Minutes');
    terminal.type('not yet');
    await terminal.shows('❯ not yet');
    terminal.press('escape');
    await terminal.shows('◆ Name');
    terminal.press('enter');
    await terminal.shows('❯ not yet');
    terminal.press('ctrlU');
    terminal.type('7\r\r');
    expect(await answers).toMatchObject({ ttl: 7 });
  });

  it('offers a default that has changed, unless something else had been typed', async () => {
    const terminal = new VirtualTerminal();
    const asker = new TerminalAsker(terminal);
    const first = asker.ask({ ...ttl, canGoBack: true });
    await terminal.shows('❯ 5');
    terminal.press('escape');
    expect(await first).toEqual({ kind: 'back' });
    const second = asker.ask({ ...ttl, default: 8 });
    await terminal.shows('❯ 8');
    terminal.press('enter');
    expect(await second).toEqual({ kind: 'answer', value: 8 });
  });

  it('takes keys typed ahead for the questions they were meant for', async () => {
    const { answers, terminal } = start();
    terminal.type('cache\r12\r');
    terminal.press('down', 'enter');
    expect(await answers).toEqual({ name: 'cache', ttl: 12, strategy: 'rest' });
  });

  it('says why an earlier answer has to be given anew', async () => {
    const terminal = new VirtualTerminal();
    const reply = new TerminalAsker(terminal).ask({ ...ttl, problem: 'the earlier answer no longer fits: 0' });
    await terminal.shows('▲ the earlier answer no longer fits: 0');
    terminal.type('3\r');
    expect(await reply).toEqual({ kind: 'answer', value: 3 });
  });

  it('says where a learned default comes from', async () => {
    const terminal = new VirtualTerminal();
    const reply = new TerminalAsker(terminal).ask({ ...ttl, hint: 'whole minutes', defaultHint: '892 of 1234 generations' });
    await terminal.shows('✦ 892 of 1234 generations');
    expect(terminal.screen.slice(1, 5)).toEqual(['First', '◆ Minutes', '  whole minutes', '  ✦ 892 of 1234 generations']);
    terminal.press('enter');
    await reply;
  });
});

describe('leaving', () => {
  it('takes two Escapes at the first question, and any other key in between takes the first one back', async () => {
    const { terminal, answers } = start();
    await terminal.shows('ctrl+c leave');
    terminal.press('escape');
    await terminal.shows('esc once more to leave');
    terminal.type('x');
    await terminal.shows('ctrl+c leave');
    terminal.press('escape');
    await terminal.shows('once more');
    terminal.press('escape');
    await expect(answers).rejects.toMatchObject({ name: 'AskingCancelled' });
    expect(terminal.raw).toBe(false);
  });

  it('is what a closed input means', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Name');
    terminal.input.end();
    await expect(answers).rejects.toMatchObject({ name: 'AskingCancelled' });
    await terminal.shows(() => terminal.cursorShown);
    expect(terminal.raw).toBe(false);
  });

  it('is what an input means that was closed before anything was asked', async () => {
    const terminal = new VirtualTerminal();
    terminal.input.destroy();
    await expect(new TerminalAsker(terminal).ask(name)).rejects.toMatchObject({ name: 'AskingCancelled' });
  });

  it('works in the middle of pasting, too', async () => {
    const { terminal, answers } = start();
    await terminal.shows('◆ Name');
    terminal.type('\u001b[200~never ended');
    terminal.press('ctrlC');
    await expect(answers).rejects.toMatchObject({ name: 'AskingCancelled' });
    expect(terminal.raw).toBe(false);
  });

  it('restores the terminal when a check throws, and lets the fault out', async () => {
    const terminal = new VirtualTerminal();
    const fault = new Error('a fault in a check');
    const reply = new TerminalAsker(terminal).ask({
      ...name,
      check: () => {
        throw fault;
      },
    });
    await terminal.shows('◆ Name');
    terminal.press('enter');
    await expect(reply).rejects.toBe(fault);
    await terminal.shows(() => terminal.cursorShown && !terminal.pastesInBrackets);
    expect(terminal.raw).toBe(false);
  });

  it('leaves no listener behind', async () => {
    const before = process.eventNames().map((event) => process.listenerCount(event));
    const { terminal, answers } = start();
    terminal.type('a\r1\r\r');
    await answers;
    expect(process.eventNames().map((event) => process.listenerCount(event))).toEqual(before);
    expect(terminal.output.listenerCount('resize')).toBe(0);
    expect(terminal.input.listenerCount('data')).toBe(0);
  });
});
