import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import type { AskedQuestion, Reply } from '../../../src/templating/asking.js';
import { atLeastOne, offered, parsedJson, question, wholeNumberFrom } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

const open = (
  parts: Parameters<typeof question>[0],
  terminal = new VirtualTerminal(),
): { terminal: VirtualTerminal; reply: Promise<Reply> } => ({
  terminal,
  reply: new TerminalAsker(terminal).ask(question(parts)),
});

const answer = (value: unknown) => ({ kind: 'answer', value });

describe('boolean', () => {
  it('takes the default with Enter and leaves one row', async () => {
    const { terminal, reply } = open({ type: 'boolean', prompt: 'Use ETS?', default: false });
    await terminal.shows('○ Yes   ● No');
    terminal.press('enter');
    expect(await reply).toEqual(answer(false));
    await terminal.shows('✔ Use ETS?  no');
    expect(terminal.text).toBe('✔ Use ETS?  no');
  });

  it.each([
    ['y', true],
    ['N', false],
  ])('answers at once with %s', async (key, value) => {
    const { terminal, reply } = open({ type: 'boolean', default: !value });
    terminal.type(key);
    expect(await reply).toEqual(answer(value));
  });

  it('switches with the arrow keys', async () => {
    const { terminal, reply } = open({ type: 'boolean', default: true });
    await terminal.shows('● Yes   ○ No');
    terminal.press('right');
    await terminal.shows('○ Yes   ● No');
    terminal.press('enter');
    expect(await reply).toEqual(answer(false));
  });
});

describe('number', () => {
  const ttl = { type: 'number', prompt: 'Minutes', default: 5, check: wholeNumberFrom(1) } as const;

  it('shows the default where the number will be, the cursor before it', async () => {
    const { terminal, reply } = open(ttl);
    await terminal.shows('  ❯ 5');
    expect(terminal.cursorRow).toBe('  ❯ 5');
    expect(terminal.cursor.column).toBe(4);
    terminal.press('enter');
    expect(await reply).toEqual(answer(5));
  });

  it('keeps what was typed beside the complaint, and withdraws the complaint once it is mended', async () => {
    const { terminal, reply } = open(ttl);
    terminal.type('0');
    terminal.press('enter');
    await terminal.shows('▲ 0, at least 1 is needed');
    expect(terminal.cursorRow).toBe('  ❯ 0');
    terminal.press('home');
    terminal.type('1');
    await terminal.shows('  ❯ 10');
    expect(terminal.text).not.toContain('▲');
    terminal.press('enter');
    expect(await reply).toEqual(answer(10));
    await terminal.shows('✔ Minutes  10');
  });
});

describe('string', () => {
  it('brings the default in with Tab, to be edited', async () => {
    const { terminal, reply } = open({ type: 'string', default: 'MyApp.Cache' });
    await terminal.shows('tab edit it');
    terminal.press('tab', 'ctrlW');
    terminal.type('Store');
    await terminal.shows('❯ MyApp.Store');
    terminal.press('enter');
    expect(await reply).toEqual(answer('MyApp.Store'));
  });

  it('gives a blank answer after Backspace has taken the default away', async () => {
    const { terminal, reply } = open({ type: 'string', default: 'lib' });
    await terminal.shows('❯ lib');
    terminal.press('backspace');
    await terminal.shows((screen) => !screen.includes('lib'));
    terminal.press('enter');
    expect(await reply).toEqual(answer(''));
  });

  it('offers the default again when what was typed is taken back', async () => {
    const { terminal, reply } = open({ type: 'string', default: 'lib' });
    terminal.type('x');
    await terminal.shows('❯ x');
    terminal.press('backspace');
    await terminal.shows('❯ lib');
    terminal.press('enter');
    expect(await reply).toEqual(answer('lib'));
  });

  it('puts pasted lines on one line, and is not ended by them', async () => {
    const { terminal, reply } = open({ type: 'string' });
    await terminal.shows('❯');
    terminal.paste('one\n  two\n');
    await terminal.shows('❯ one two');
    terminal.press('enter');
    expect(await reply).toEqual(answer('one two'));
  });

  it('edits wide characters and emoji as the single characters they are', async () => {
    const { terminal, reply } = open({ type: 'string' });
    terminal.type('名前👩‍👧x');
    await terminal.shows('x');
    terminal.press('left', 'backspace', 'left');
    terminal.type('の');
    await terminal.shows('名の前x');
    expect(terminal.cursor.column).toBe('  ❯ '.length + 4);
    terminal.press('enter');
    expect(await reply).toEqual(answer('名の前x'));
  });

  it('shows control characters of a template as what they are, not to the terminal', async () => {
    const { terminal, reply } = open({ type: 'string', prompt: 'Clear\u001b[2J\u0007 this', hint: '\u009b31mred\u202e' });
    await terminal.shows('◆ Clear?[2J? this');
    expect(terminal.text).toContain('?31mred?');
    terminal.type('x');
    terminal.press('enter');
    await reply;
  });
});

describe('secret', () => {
  it('never shows what is typed, nor how long it was', async () => {
    const { terminal, reply } = open({ type: 'secret', prompt: 'Token' });
    terminal.type('hünter2');
    await terminal.shows('❯ •••••••');
    terminal.press('enter');
    expect(await reply).toEqual(answer('hünter2'));
    await terminal.shows('✔ Token  hidden');
    expect(terminal.written).not.toContain('hünter2');
  });
});

describe('text', () => {
  it('takes several lines and ends with Ctrl-D', async () => {
    const { terminal, reply } = open({ type: 'text' });
    terminal.type('one\r\rthree');
    await terminal.shows('  │ three');
    terminal.press('up', 'up');
    terminal.type('!');
    await terminal.shows(/│ one!\n {2}│ \n {2}│ three$/m);
    terminal.press('ctrlD');
    expect(await reply).toEqual(answer('one!\n\nthree'));
  });

  it('takes pasted lines as they are', async () => {
    const { terminal, reply } = open({ type: 'text' });
    await terminal.shows('│');
    terminal.paste('def a do\n  :ok\nend\n');
    await terminal.shows('│ end');
    terminal.press('ctrlD');
    expect(await reply).toEqual(answer('def a do\n  :ok\nend\n'));
  });

  it('shows the part around the cursor where a low terminal cannot show all', async () => {
    const terminal = new VirtualTerminal({ columns: 40, rows: 10 });
    const { reply } = open(
      { type: 'text', default: Array.from({ length: 40 }, (_line, index) => `line ${index + 1}`).join('\n') },
      terminal,
    );
    await terminal.shows('line 40');
    expect(terminal.screen[0]).toBe('◆ A text');
    expect(terminal.cursorRow).toBe('  │ line 40');
    terminal.press(...Array.from({ length: 39 }, () => 'up' as const));
    await terminal.shows(/│ line 1$/m);
    expect(terminal.cursorRow).toBe('  │ line 1');
    terminal.press('ctrlC');
    await expect(reply).rejects.toThrow('left');
  });
});

describe('json', () => {
  it('keeps an invalid text, says what is wrong, and takes it mended', async () => {
    const { terminal, reply } = open({ type: 'json', check: parsedJson });
    terminal.type('{"a": 1');
    await terminal.shows('{"a": 1');
    terminal.press('ctrlD');
    await terminal.shows('▲ not JSON');
    terminal.type('}');
    await terminal.shows((screen) => !screen.includes('▲'));
    terminal.press('ctrlD');
    expect(await reply).toEqual(answer({ a: 1 }));
    await terminal.shows('✔ A json  {"a":1}');
  });

  it('offers the default as text to edit, and begins a line where the one before began', async () => {
    const { terminal, reply } = open({ type: 'json', default: { size: 1 }, check: parsedJson });
    await terminal.shows('│   "size": 1');
    terminal.press('up', 'end');
    terminal.type(',\r"age": 2');
    await terminal.shows('│   "age": 2');
    terminal.press('ctrlD');
    expect(await reply).toEqual(answer({ size: 1, age: 2 }));
  });
});

describe('yaml', () => {
  it('offers the default in its own notation', async () => {
    const { terminal, reply } = open({ type: 'yaml', default: { retries: { max: 3 } } });
    await terminal.shows('│ retries:\n  │   max: 3');
    terminal.press('ctrlD');
    expect(await reply).toEqual(answer('retries:\n  max: 3'));
  });
});

describe('choice', () => {
  const strategies = offered('one_for_one', 'rest_for_one', 'one_for_all');

  it('starts at the default and goes round', async () => {
    const { terminal, reply } = open({ type: 'choice', choices: strategies, default: 'rest_for_one' });
    await terminal.shows('❯ rest_for_one  default');
    terminal.press('down', 'down');
    await terminal.shows('❯ one_for_one');
    terminal.press('enter');
    expect(await reply).toEqual(answer('one_for_one'));
  });

  const many = Array.from({ length: 120 }, (_entry, index) => ({ value: index, label: `Zone ${String(index).padStart(3, '0')}` }));

  it('shows a page of a long list and says how much there is beside', async () => {
    const { terminal, reply } = open({ type: 'choice', choices: many, default: 60 });
    await terminal.shows('❯ Zone 060  default');
    expect(terminal.text).toContain('/ type to search');
    expect(terminal.text).toContain('↑ 55 more   ↓ 55 more');
    terminal.press('pageDown', 'end');
    await terminal.shows('❯ Zone 119');
    terminal.press('enter');
    expect(await reply).toEqual(answer(119));
  });

  it('searches while typing, and Escape ends the search before it goes back', async () => {
    const { terminal, reply } = open({ type: 'choice', choices: many, canGoBack: true });
    terminal.type('ne 11');
    await terminal.shows('/ ne 11');
    await terminal.shows('❯ Zone 011');
    expect(terminal.text).toContain('esc end search');
    terminal.press('escape');
    await terminal.shows('/ type to search');
    expect(terminal.text).toContain('❯ Zone 011');
    terminal.press('escape');
    expect(await reply).toEqual({ kind: 'back' });
  });

  it('offers nothing to take where the search finds nothing', async () => {
    const { terminal, reply } = open({ type: 'choice', choices: many });
    terminal.type('xyz');
    await terminal.shows('nothing matches');
    terminal.press('enter');
    terminal.press('ctrlU');
    await terminal.shows('❯ Zone 000');
    terminal.press('enter');
    expect(await reply).toEqual(answer(0));
  });
});

describe('multi_choice', () => {
  const features = offered('auth', 'queue', 'metrics');

  it('keeps the order in which things were chosen', async () => {
    const { terminal, reply } = open({ type: 'multi_choice', choices: features, default: ['metrics'] });
    await terminal.shows('◼ metrics  1');
    terminal.press('down', 'space', 'up', 'space');
    await terminal.shows('❯ ◼ auth  3');
    expect(terminal.text).toContain('◼ queue  2');
    terminal.press('enter');
    expect(await reply).toEqual(answer(['metrics', 'queue', 'auth']));
    await terminal.shows('✔ A multi_choice  metrics, queue, auth');
  });

  it('says what is wrong below the list and takes the mended choice', async () => {
    const { terminal, reply } = open({ type: 'multi_choice', choices: features, check: atLeastOne });
    terminal.press('enter');
    await terminal.shows('▲ at least one is needed');
    terminal.press('ctrlA');
    await terminal.shows('◼ metrics  3');
    expect(terminal.text).not.toContain('▲');
    terminal.press('enter');
    expect(await reply).toEqual(answer(['auth', 'queue', 'metrics']));
  });
});

describe('path', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-path-'));
    await mkdir(join(folder, 'lib', 'cache'), { recursive: true });
    await writeFile(join(folder, 'license'), '');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('completes what exists with Tab and shows where it cannot decide', async () => {
    const { terminal, reply } = open({ type: 'path' });
    const typed = folder.replaceAll('\\', '/');
    terminal.type(`${typed}/l`);
    await terminal.shows((screen) => screen.replace(/\n */g, '').includes(`${typed}/l`));
    terminal.press('tab');
    await terminal.shows('lib/  license');
    terminal.type('b');
    terminal.press('tab', 'tab');
    await terminal.shows((screen) => screen.replace(/\n */g, '').includes('lib/cache/'));
    terminal.press('enter');
    expect(await reply).toEqual(answer(`${typed}/lib/cache/`));
  });
});

const everyKind: readonly AskedQuestion['type'][] = [
  'boolean',
  'number',
  'string',
  'text',
  'choice',
  'multi_choice',
  'path',
  'json',
  'yaml',
  'secret',
  'list',
];

describe.each(everyKind)('%s', (type) => {
  it('leaves the terminal as it was after Ctrl-C', async () => {
    const { terminal, reply } = open({ type, prompt: 'Asked', choices: offered('a', 'b') });
    await terminal.shows('◆ Asked');
    expect(terminal.raw).toBe(true);
    terminal.press('ctrlC');
    await expect(reply).rejects.toMatchObject({ name: 'AskingCancelled' });
    await terminal.shows('■ Asked');
    expect(terminal).toMatchObject({ raw: false, cursorShown: true, pastesInBrackets: false, text: '■ Asked' });
  });

  it('goes back with Escape', async () => {
    const { terminal, reply } = open({ type, canGoBack: true, choices: offered('a', 'b') });
    await terminal.shows('esc back');
    terminal.press('escape');
    expect(await reply).toEqual({ kind: 'back' });
    await terminal.shows((screen) => screen === '');
  });
});
