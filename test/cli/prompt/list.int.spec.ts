import { describe, expect, it } from '@jest/globals';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import type { AskedQuestion, Asker, Reply } from '../../../src/templating/asking.js';
import type { Json } from '../../../src/templating/manifest.js';
import { atLeastOne, interview, offered, question } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

/** Asks the questions of one entry through the same asker, as the questionnaire does. */
const entryOf =
  (asker: Asker) =>
  async (_number: number, initial?: Json): Promise<Reply> => {
    const held = (initial ?? {}) as Readonly<Record<string, Json>>;
    const questions: readonly AskedQuestion[] = [
      question({ name: 'method', type: 'choice', prompt: 'Method', choices: offered('GET', 'POST'), default: held.method ?? 'GET' }),
      question({ name: 'name', type: 'string', prompt: 'Path', ...(held.name !== undefined && { default: held.name }) }),
    ];
    const answers: Record<string, Json> = {};
    for (let place = 0; place < questions.length;) {
      const reply = await asker.ask({ ...questions[place]!, canGoBack: true });
      if (reply.kind === 'back' && place === 0) return reply;
      if (reply.kind === 'answer') answers[questions[place]!.name] = reply.value;
      place += reply.kind === 'answer' ? 1 : -1;
    }
    return { kind: 'answer', value: answers };
  };

const start = (parts: Partial<AskedQuestion> = {}) => {
  const terminal = new VirtualTerminal();
  const asker = new TerminalAsker(terminal);
  const endpoints = question({
    name: 'endpoints',
    type: 'list',
    prompt: 'Endpoints',
    askItem: entryOf(asker),
    check: atLeastOne,
    ...parts,
  });
  return { terminal, answers: interview(asker, [question({ name: 'name', type: 'string', prompt: 'Name', default: 'api' }), endpoints]) };
};

const atTheList = async (terminal: VirtualTerminal): Promise<void> => {
  await terminal.shows('◆ Name');
  terminal.press('enter');
  await terminal.shows('◆ Endpoints (2)');
};

describe('a list', () => {
  it('asks the questions of each entry under a heading, and shows the entries in one row each', async () => {
    const { terminal, answers } = start();
    await atTheList(terminal);
    terminal.press('enter');
    await terminal.shows('Endpoints, entry 1');
    terminal.press('down', 'enter');
    await terminal.shows('◆ Path');
    terminal.type('/users\r');
    await terminal.shows('1. POST /users');
    expect(terminal.text).toBe(
      [
        '✔ Name  api',
        '◆ Endpoints (2)',
        '    1. POST /users',
        '  ❯ + add another',
        '    done',
        '',
        '  ↑↓ move · enter add · esc back',
      ].join('\n'),
    );
    terminal.press('down', 'enter');
    expect(await answers).toEqual({ name: 'api', endpoints: [{ method: 'POST', name: '/users' }] });
    await terminal.shows('✔ Endpoints  POST /users');
  });

  it('starts every entry afresh, though their questions have the same names as others', async () => {
    const { terminal, answers } = start();
    await atTheList(terminal);
    for (const path of ['/a', '/b']) {
      terminal.press('enter');
      await terminal.shows('◆ Method');
      terminal.press('enter');
      await terminal.shows(/◆ Path\n {2}❯ ?\n/);
      expect(terminal.text).toContain('✔ Name  api');
      terminal.type(`${path}\r`);
      await terminal.shows(`. GET ${path}`);
    }
    terminal.press('down', 'enter');
    expect(await answers).toMatchObject({ endpoints: [{ name: '/a' }, { name: '/b' }] });
  });

  it('goes back inside an entry, and out of it without adding one', async () => {
    const { terminal, answers } = start();
    await atTheList(terminal);
    terminal.press('enter');
    await terminal.shows('◆ Method');
    terminal.press('enter');
    await terminal.shows('◆ Path');
    terminal.press('escape');
    await terminal.shows('◆ Method');
    expect(terminal.text).not.toContain('✔ Method');
    terminal.press('escape');
    await terminal.shows('❯ + add an entry');
    expect(terminal.text).not.toContain('entry 1');
    terminal.press('escape');
    await terminal.shows('◆ Name');
    terminal.press('ctrlC');
    await expect(answers).rejects.toMatchObject({ name: 'AskingCancelled' });
  });

  it('changes and removes entries, and is refused when too few are left', async () => {
    const { terminal, answers } = start({
      default: [
        { method: 'GET', name: '/a' },
        { method: 'POST', name: '/b' },
      ],
    });
    await atTheList(terminal);
    await terminal.shows('❯ done');
    terminal.press('home', 'delete');
    await terminal.shows('❯ 1. POST /b');
    expect(terminal.text).toContain('del remove');
    terminal.press('enter');
    await terminal.shows('❯ POST  default');
    terminal.press('enter');
    await terminal.shows('❯ /b');
    terminal.press('tab');
    terminal.type('2\r');
    await terminal.shows('1. POST /b2');
    terminal.press('up', 'delete');
    await terminal.shows('none, go on');
    terminal.press('end', 'enter');
    await terminal.shows('▲ at least one is needed');
    terminal.type('a');
    await terminal.shows('◆ Method');
    terminal.type('\r/c\r');
    await terminal.shows('1. GET /c');
    expect(terminal.text).not.toContain('▲');
    terminal.press('end', 'enter');
    expect(await answers).toMatchObject({ endpoints: [{ method: 'GET', name: '/c' }] });
  });

  it('without questions for its entries takes a line of text for each', async () => {
    const { terminal, answers } = start({ askItem: undefined });
    await atTheList(terminal);
    terminal.press('enter');
    await terminal.shows('◆ Entry');
    terminal.press('enter');
    await terminal.shows('▲ entry 1 of "Endpoints" needs some text');
    terminal.type('alpha\r');
    await terminal.shows('1. alpha');
    terminal.press('end', 'enter');
    expect(await answers).toMatchObject({ endpoints: ['alpha'] });
  });

  it('of many entries shows a page', async () => {
    const { terminal, answers } = start({ default: Array.from({ length: 30 }, (_entry, index) => `entry ${index + 1}`) });
    await atTheList(terminal);
    await terminal.shows('❯ done');
    expect(terminal.text).toContain('↑ 22 more');
    terminal.press('home');
    await terminal.shows('❯ 1. entry 1');
    expect(terminal.text).toContain('↓ 22 more');
    terminal.press('up', 'enter');
    expect(await answers).toMatchObject({ endpoints: expect.arrayContaining(['entry 1', 'entry 30']) });
  });
});
