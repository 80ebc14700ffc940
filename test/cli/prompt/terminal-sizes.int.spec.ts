import { describe, expect, it } from '@jest/globals';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import { widthOf } from '../../../src/cli/terminal/text.js';
import { interview, offered, question, wholeNumberFrom } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const wordy = question({
  name: 'wordy',
  type: 'string',
  prompt: 'What is the name of the module that shall be generated for you?',
  hint: 'it becomes a folder as well, so nothing but letters, digits and underscores is of use here',
});

describe('a terminal of 40 columns', () => {
  const narrow = () => new VirtualTerminal({ columns: 40, rows: 16 });

  it('breaks question, hint and keys between words, never in the terminal’s own way', async () => {
    const terminal = narrow();
    const reply = new TerminalAsker(terminal).ask({ ...wordy, default: 'cache', canGoBack: true, number: 12 });
    await terminal.shows('esc back');
    expect(terminal.text).toBe(
      [
        '◆ What is the name of the module',
        '  that shall be generated for you? (12)',
        '  it becomes a folder as well, so',
        '  nothing but letters, digits and',
        '  underscores is of use here',
        '  ❯ cache',
        '',
        '  enter take the default · tab edit it',
        '  esc back',
      ].join('\n'),
    );
    terminal.press('enter');
    expect(await reply).toEqual({ kind: 'answer', value: 'cache' });
    await terminal.shows('✔');
    expect(terminal.text).toBe('✔ What is the name of the modul…  cache');
  });

  it('breaks a long answer while it is typed, and the cursor stays where typing goes on', async () => {
    const terminal = narrow();
    const reply = new TerminalAsker(terminal).ask(question({ type: 'string', prompt: '名前' }));
    terminal.type('漢字'.repeat(20));
    await terminal.shows((screen) => (screen.match(/漢/g) ?? []).length === 20);
    expect(terminal.screen.slice(0, 5)).toEqual([
      '◆ 名前',
      `  ❯ ${'漢字'.repeat(8)}漢`,
      `    字${'漢字'.repeat(8)}`,
      `    ${'漢字'.repeat(3)}`,
      '',
    ]);
    expect(terminal.cursor).toEqual({ row: 3, column: 4 + 12 });
    terminal.press('home');
    await terminal.shows(() => terminal.cursor.row === 1 && terminal.cursor.column === 4);
    terminal.type('x');
    await terminal.shows('❯ x漢字');
    terminal.press('enter');
    expect(await reply).toEqual({ kind: 'answer', value: `x${'漢字'.repeat(20)}` });
    await terminal.shows('✔');
    expect(widthOf(terminal.text)).toBeLessThan(40);
  });

  it('cuts long choices and complaints to what fits', async () => {
    const terminal = narrow();
    const choices = offered('a choice whose name is far too long for this terminal', 'short');
    const reply = new TerminalAsker(terminal).ask(
      question({
        type: 'choice',
        choices,
        check: () => ({ ok: false, message: 'it does not suit the other answers that were given, choose another one' }),
      }),
    );
    await terminal.shows('❯ a choice whose name is far too lon…');
    terminal.press('enter');
    await terminal.shows('▲ it does not suit');
    for (const row of terminal.screen) expect(widthOf(row)).toBeLessThan(40);
    terminal.press('ctrlC');
    await expect(reply).rejects.toThrow('left');
  });
});

describe('a low terminal', () => {
  it('shows as much of a long list as fits, and the question above it', async () => {
    const terminal = new VirtualTerminal({ columns: 60, rows: 8 });
    const choices = Array.from({ length: 50 }, (_choice, index) => ({ value: index, label: `number ${index}` }));
    const reply = new TerminalAsker(terminal).ask(question({ type: 'choice', choices, default: 25 }));
    await terminal.shows('❯ number 25');
    expect(terminal.screen[0]).toBe('◆ A choice');
    expect(terminal.screen[7]).toContain('enter choose');
    for (let pressed = 0; pressed < 24; pressed++) terminal.press('down');
    await terminal.shows('❯ number 49');
    expect(terminal.screen[0]).toBe('◆ A choice');
    terminal.press('enter');
    await reply;
    await terminal.shows('✔');
    expect(terminal.text).toBe('✔ A choice  number 49');
  });
});

describe('resizing', () => {
  const questions = [
    question({ name: 'name', type: 'string', prompt: 'Name' }),
    question({ ...wordy, name: 'wordy' }),
    question({ name: 'ttl', type: 'number', prompt: 'Minutes', check: wholeNumberFrom(1) }),
  ];

  it.each([
    [80, 30, '◆ What is the name of the'],
    [80, 47, '◆ What is the name of the module that'],
    [40, 100, `◆ ${wordy.prompt} (2)`],
  ])('from %i to %i columns draws the question anew and leaves no remains', async (from, to, titleRow) => {
    const terminal = new VirtualTerminal({ columns: from, rows: 24 });
    const answers = interview(new TerminalAsker(terminal), questions);
    await terminal.shows('◆ Name');
    terminal.type('cache\r');
    await terminal.shows('◆ What is the name');
    terminal.type('my');
    await terminal.shows('❯ my');
    terminal.resize(to, 24);
    await terminal.shows((screen) => screen.endsWith('esc back') && terminal.screen.includes(titleRow));
    expect(terminal.cursorRow).toBe('  ❯ my');
    expect(terminal.screen[0]).toBe('✔ Name  cache');
    for (const row of terminal.screen) expect(widthOf(row)).toBeLessThan(to);
    expect(terminal.text.match(/◆/g)).toHaveLength(1);
    expect(terminal.text.match(/❯/g)).toHaveLength(1);
    terminal.type('app\r');
    await terminal.shows('◆ Minutes');
    terminal.press('escape');
    await terminal.shows('❯ myapp');
    expect(terminal.text).not.toContain('✔ What');
    terminal.type('\r5\r');
    expect(await answers).toEqual({ name: 'cache', wordy: 'myapp', ttl: 5 });
  });
});

describe('pasting', () => {
  it('a large text costs one redraw', async () => {
    const terminal = new VirtualTerminal();
    const reply = new TerminalAsker(terminal).ask(question({ type: 'text' }));
    await terminal.shows('◆');
    const drawn = terminal.written.length;
    terminal.paste(Array.from({ length: 2_000 }, (_line, index) => `line ${index}`).join('\n'));
    await terminal.shows('line 1999');
    expect(terminal.written.length - drawn).toBeLessThan(10_000);
    terminal.press('ctrlD');
    expect(await reply).toMatchObject({ kind: 'answer', value: expect.stringMatching(/^line 0\n[^]*line 1999$/) });
  });

  it('without brackets does not draw once a character', async () => {
    const terminal = new VirtualTerminal();
    const reply = new TerminalAsker(terminal).ask(question({ type: 'string' }));
    await terminal.shows('◆');
    const drawn = terminal.written.length;
    terminal.type('x'.repeat(1_000));
    await terminal.shows((screen) => (screen.match(/x/g) ?? []).length === 1_000);
    expect(terminal.written.length - drawn).toBeLessThan(10_000);
    terminal.press('enter');
    expect(await reply).toEqual({ kind: 'answer', value: 'x'.repeat(1_000) });
  });
});

describe('what the environment says', () => {
  const shown = async (env: Record<string, string>): Promise<VirtualTerminal> => {
    const terminal = new VirtualTerminal({}, { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env });
    const reply = new TerminalAsker(terminal).ask(question({ type: 'boolean', prompt: 'Sure?', default: true }));
    await terminal.shows('Sure?');
    terminal.press('enter');
    await reply;
    return terminal;
  };

  const format = /\u001b\[\d+(;\d+)*m/;

  it('NO_COLOR keeps every format away', async () => {
    expect((await shown({ NO_COLOR: '1' })).written).not.toMatch(format);
    expect((await shown({})).written).toMatch(format);
  });

  it('NO_COLOR sets the default in brackets, which dim letters would tell from typed ones', async () => {
    const terminal = new VirtualTerminal({}, { TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1' });
    const reply = new TerminalAsker(terminal).ask(question({ type: 'string', default: 'lib' }));
    await terminal.shows('❯ (lib)');
    terminal.press('enter');
    expect(await reply).toEqual({ kind: 'answer', value: 'lib' });
  });

  it('a locale that is not Unicode gets ASCII alone', async () => {
    const { written } = await shown({ LANG: 'C' });

    expect(written).toMatch(/^[\u0000-\u007f]*$/);
    expect(written).toContain('(*)');
  });
});
