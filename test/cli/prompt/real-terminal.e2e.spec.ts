import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PseudoTerminal, ptyLaunch } from './support/pseudo-terminal.js';

const launch = ptyLaunch();
if (launch === undefined) process.stderr.write('real-terminal: skipped, neither script(1) nor python3 offers a pseudo terminal here\n');

const driver = fileURLToPath(new URL('support/driver.ts', import.meta.url));

(launch === undefined ? describe.skip : describe)('prompts in a real pseudo terminal', () => {
  let folder: string;
  let terminal: PseudoTerminal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-pty-'));
    await build({
      entryPoints: [driver],
      outfile: join(folder, 'driver.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
  });
  afterEach(() => terminal.close());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const path = (name: string): string => join(folder, name);
  const quoted = (text: string): string => `'${text}'`;
  const node = `${quoted(process.execPath)} driver.mjs short > out`;
  const open = (command: string): PseudoTerminal => {
    const env = { PATH: process.env.PATH, HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
    const flags = `$(stty -a | grep -oE '[ -](icanon|echo)( |$)' | tr -d '\\n')`;
    return new PseudoTerminal(launch!, `cd ${quoted(folder)}; ${command}; echo "ended with $?, flags ${flags}."; cat`, env);
  };
  /** Ended with the status, and the terminal as it was before. */
  const ended = async (status: number): Promise<void> => {
    await terminal.shows(/ended with \d+, flags.*\./);
    expect(/ended with .*/.exec(terminal.text)![0].replace(/ +/g, ' ')).toBe(`ended with ${status}, flags icanon echo .`);
    expect(terminal).toMatchObject({ cursorShown: true, pastesInBrackets: false });
  };

  it('asks on standard error, and leaves standard output to the result', async () => {
    terminal = open(node);
    await terminal.shows('◆ Module name');
    terminal.type('名前\r');
    await terminal.shows('◆ Use ETS');
    terminal.type('n');
    await terminal.shows('◆ Minutes');
    terminal.type('many\r');
    await terminal.shows('▲ "many" is not a whole number');
    terminal.press('escape');
    await terminal.shows('○ Yes   ● No');
    terminal.press('enter');
    await terminal.shows('❯ many');
    terminal.press('ctrlU');
    terminal.type('7\r');
    await terminal.shows('❯ Write 2 files (1 overwritten)');
    terminal.press('enter');
    await ended(0);
    expect(JSON.parse(await readFile(path('out'), 'utf8'))).toEqual({
      answers: { module: '名前', use_ets: false, ttl_minutes: 7 },
      confirmation: { kind: 'write' },
    });
  });

  it('gives the terminal back at Ctrl-C', async () => {
    terminal = open(node);
    await terminal.shows('◆ Module name');
    terminal.type('\rx');
    await terminal.shows('◆ Use ETS');
    terminal.press('ctrlC');
    await ended(1);
    expect(await readFile(path('out'), 'utf8')).toBe('cancelled\n');
    expect(terminal.written).toContain('■ Use ETS for caching?');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 1],
  ] as const)('gives the terminal back at %s from outside', async (signal, status) => {
    terminal = open(`sh -c 'echo $$ > pid; exec ${node.replaceAll("'", '"')}'`);
    await terminal.shows('◆ Module name');
    process.kill(Number(await readFile(path('pid'), 'utf8')), signal);
    await ended(status);
  });

  it('stops at Ctrl-Z and goes on where it was', async () => {
    terminal = open(`set -m; ${node}; echo stopped; stty -a | grep -o ' icanon'; fg`);
    await terminal.shows('◆ Module name');
    terminal.type('half');
    await terminal.shows('❯ half');
    terminal.press('ctrlZ');
    await terminal.shows(/stopped[^]*icanon[^]*❯ half/);
    terminal.type('way\r');
    await terminal.shows('✔ Module name  halfway');
    terminal.press('ctrlC');
    await ended(1);
  });
});
