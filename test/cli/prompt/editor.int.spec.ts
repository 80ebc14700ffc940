import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerminalAsker } from '../../../src/cli/prompt/terminal-asker.js';
import { parsedJson, question } from './support/questions.js';
import { VirtualTerminal } from './support/virtual-terminal.js';

let folder: string;
let editor: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwork-editor-'));
  const script = join(folder, 'editor.cjs');
  await writeFile(
    script,
    `const fs = require('fs'); const file = process.argv[2]; fs.writeFileSync(file, JSON.stringify({ was: fs.readFileSync(file, 'utf8'), json: file.endsWith('.json') }) + '\\n');`,
  );
  editor = `"${process.execPath}" "${script}"`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (env: Record<string, string>) => {
  const terminal = new VirtualTerminal({ columns: 200, rows: 24 }, { LANG: 'C.UTF-8', TERM: 'xterm', ...env });
  return { terminal, reply: new TerminalAsker(terminal).ask(question({ type: 'json', default: 1, check: parsedJson })) };
};

describe('Ctrl-G', () => {
  it('opens the text in the person’s own editor and takes over what was saved', async () => {
    const { terminal, reply } = open({ EDITOR: editor });
    await terminal.shows('ctrl+g open');
    terminal.press('ctrlG');
    await terminal.shows('{"was":"1","json":true}');
    terminal.press('ctrlD');
    expect(await reply).toEqual({ kind: 'answer', value: { was: '1', json: true } });
  });

  it('keeps off the screen while the editor has it, whatever size the terminal takes', async () => {
    const { terminal, reply } = open({ EDITOR: editor });
    await terminal.shows('│ 1');
    terminal.press('ctrlG');
    await terminal.shows((screen) => screen === '');
    terminal.resize(190, 20);
    await terminal.shows('{"was":"1","json":true}');
    const [, meanwhile] = /\u001b\[\?2004l([^]*)\u001b\[\?2004h/.exec(terminal.written)!;
    expect(meanwhile).toBe('');
    terminal.press('ctrlD');
    await reply;
  });

  it('says why when the editor fails, and keeps the text', async () => {
    const { terminal, reply } = open({ EDITOR: `"${process.execPath}" --no-such-option` });
    await terminal.shows('│ 1');
    terminal.press('ctrlG');
    await terminal.shows('ended with status 9; the text is unchanged');
    expect(terminal.text).toContain('│ 1');
    terminal.press('ctrlD');
    expect(await reply).toEqual({ kind: 'answer', value: 1 });
  });

  it('says how to name an editor where there is none', async () => {
    const { terminal, reply } = open({});
    await terminal.shows('│ 1');
    expect(terminal.text).not.toContain('ctrl+g');
    terminal.press('ctrlG');
    await terminal.shows('▲ no editor is set; EDITOR names one');
    terminal.press('ctrlD');
    await reply;
  });
});
