import { describe, expect, it } from '@jest/globals';
import type { Summary } from '../../../src/cli/prompt/prompts.js';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import { widthOf } from '../../../src/cli/terminal/text.js';
import { question } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const summary: Summary = {
  title: 'elixir-genserver-cache 2.4.0',
  note: '98 % success across 567 generations',
  answers: [
    { name: 'use_ets', prompt: 'Use ETS for caching?', display: 'yes', source: 'learned' },
    { name: 'ttl', prompt: 'Minutes until an entry expires', display: '5', source: 'you' },
  ],
  files: [
    { path: 'lib/cache.ex', note: 'new' },
    { path: 'test/cache_test.exs', note: 'overwrites' },
    { path: 'README.md', note: 'unchanged' },
  ],
};

const confirm = (shown: Summary = summary, terminal = new VirtualTerminal()) => ({
  terminal,
  confirmation: new TerminalAsker(terminal).confirmSummary(shown),
});

describe('the summary before writing', () => {
  it('shows answers with their sources and files with what happens to them; Enter writes', async () => {
    const { terminal, confirmation } = confirm();
    await terminal.shows('enter choose');
    expect(terminal.text).toBe(
      [
        '',
        'elixir-genserver-cache 2.4.0',
        '  98 % success across 567 generations',
        '',
        'Answers',
        '  Use ETS for caching?            yes  learned',
        '  Minutes until an entry expires  5    you',
        '',
        'Files',
        '  ~  test/cache_test.exs  overwrites',
        '  +  lib/cache.ex         new',
        '  =  README.md            unchanged',
        '',
        '❯ Write 2 files (1 overwritten)',
        '  Change an answer',
        '  Cancel, write nothing',
        '',
        '  ↑↓ move · enter choose · ctrl+c leave',
      ].join('\n'),
    );
    terminal.press('enter');
    expect(await confirmation).toEqual({ kind: 'write' });
    await terminal.shows((screen) => !screen.includes('Write'));
    expect(terminal.text).toContain('README.md');
  });

  it('lets an answer be chosen to be changed, and is gone from the screen then', async () => {
    const { terminal, confirmation } = confirm();
    await terminal.shows('Change an answer');
    terminal.press('down', 'enter');
    await terminal.shows('◆ Which answer?');
    expect(terminal.text).toContain('  ❯ Use ETS for caching?            yes');
    terminal.press('escape');
    await terminal.shows('❯ Write');
    terminal.type('c');
    await terminal.shows('◆ Which answer?');
    terminal.press('down', 'enter');
    expect(await confirmation).toEqual({ kind: 'change', name: 'ttl' });
    await terminal.shows((screen) => screen === '');
  });

  it('can be cancelled from the menu', async () => {
    const { terminal, confirmation } = confirm();
    await terminal.shows('❯ Write');
    terminal.press('up', 'enter');
    expect(await confirmation).toEqual({ kind: 'cancel' });
    expect(terminal.raw).toBe(false);
  });

  it('is left with Ctrl-C', async () => {
    const { terminal, confirmation } = confirm();
    await terminal.shows('❯ Write');
    terminal.press('ctrlC');
    await expect(confirmation).rejects.toMatchObject({ name: 'AskingCancelled' });
    await terminal.shows(() => terminal.cursorShown);
    expect(terminal.raw).toBe(false);
  });

  it('fits into 40 columns, and a title from elsewhere does not steer the terminal', async () => {
    const { terminal, confirmation } = confirm(
      { ...summary, title: `\u001b[2J${'名'.repeat(60)}` },
      new VirtualTerminal({ columns: 40, rows: 24 }),
    );
    await terminal.shows('❯ Write');
    for (const row of terminal.screen) expect(widthOf(row)).toBeLessThan(40);
    expect(terminal.text).toContain('Minutes until an entry…  5    you');
    terminal.press('enter');
    await confirmation;
  });

  it('sums up very many files, those it overwrites first', async () => {
    const files = [
      ...Array.from({ length: 200 }, (_file, index) => ({ path: `src/file-${index}.ts`, note: 'new' as const })),
      { path: 'src/last.ts', note: 'overwrites' as const },
    ];
    const { terminal, confirmation } = confirm({ ...summary, files }, new VirtualTerminal({ rows: 60 }));
    await terminal.shows('… and 181 more');
    expect(terminal.text).toContain('Files\n  ~  src/last.ts');
    await terminal.shows('❯ Write 201 files (1 overwritten)');
    terminal.press('enter');
    await confirmation;
  });

  it('asks on from where the questions ended', async () => {
    const terminal = new VirtualTerminal();
    const asker = new TerminalAsker(terminal);
    const ttl = question({ name: 'ttl', type: 'number', prompt: 'Minutes', default: 5 });
    const asked = asker.ask(ttl);
    terminal.press('enter');
    await asked;
    const confirmation = asker.confirmSummary(summary);
    await terminal.shows('❯ Write');
    terminal.type('c');
    await terminal.shows('◆ Which');
    terminal.press('down', 'enter');
    await confirmation;
    const again = asker.ask({ ...ttl, default: 6 });
    await terminal.shows('◆ Minutes');
    expect(terminal.text).toMatch(/^◆ Minutes\n {2}❯ 6/);
    terminal.press('enter');
    expect(await again).toEqual({ kind: 'answer', value: 6 });
  });
});
