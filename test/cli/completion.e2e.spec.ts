import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCli, type Cli } from '../support/cli.js';
import { afterThisTest } from '../support/temporary.js';
import { PseudoTerminal, ptyLaunch } from './prompt/support/pseudo-terminal.js';

const CACHE = 'elixir-genserver-cache';
const bin = fileURLToPath(new URL('../../bin/formwork.js', import.meta.url));
const script = (name: string): string => fileURLToPath(new URL(`../../completions/${name}`, import.meta.url));

const isThere = (program: string): boolean => spawnSync(program, ['-c', 'exit 0']).status === 0;
const launch = ptyLaunch();
/** Skipped where a program is missing, and says so. */
const itWith = (missing: string | undefined) => {
  if (missing !== undefined) process.stderr.write(`completion: skipped, ${missing}\n`);
  return missing === undefined ? it : it.skip;
};
const noTerminal = launch === undefined ? 'neither script(1) nor python3 offers a pseudo terminal here' : undefined;
const without = (shell: string) => (isThere(shell) ? undefined : `${shell} is not installed`);

/** A folder to type in, with files in it, and `formwork` on the path. */
const workplace = async (): Promise<{ cli: Cli; env: Record<string, string> }> => {
  const cli = await openCli();
  const programs = join(cli.home, '..', 'bin');
  await mkdir(programs);
  await symlink(bin, join(programs, 'formwork'));
  await chmod(bin, 0o755);
  await mkdir(join(cli.cwd, 'lib'));
  await writeFile(join(cli.cwd, 'lib/cache.ex'), '');
  const home = join(cli.home, '..');
  const env = {
    PATH: `${programs}:${process.env.PATH}`,
    HOME: home,
    ZDOTDIR: home,
    FORMWORK_HOME: cli.home,
    TERM: 'xterm',
    LANG: 'C.UTF-8',
  };
  return { cli, env };
};

/** What is typed before the tab key, and the line after it and an X. */
const TYPED: readonly (readonly [typed: string, becomes: string])[] = [
  ['formwork gen', 'formwork generate X'],
  ['formwork template sh', 'formwork template show X'],
  ['formwork generate elixir-g', `formwork generate ${CACHE} X`],
  [`formwork generate ${CACHE}@`, `formwork generate ${CACHE}@1.0.0 X`],
  [`formwork generate ${CACHE} -a sup`, `formwork generate ${CACHE} -a supervisor_strategy=X`],
  [`formwork generate ${CACHE} -a supervisor_strategy=r`, `formwork generate ${CACHE} -a supervisor_strategy=rest_for_one X`],
  ['formwork trace lib/', 'formwork trace lib/cache.ex X'],
  ['formwork generate module-documentation -a input=lib/c', 'formwork generate module-documentation -a input=lib/cache.ex X'],
  ['formwork failures --si', 'formwork failures --since X'],
];

const typing = async (shell: string, load: string): Promise<void> => {
  const { cli, env } = await workplace();
  const terminal = new PseudoTerminal(launch!, `cd '${cli.cwd}'; ${shell}`, { ...env, PS1: '$ ' }, { columns: 200, rows: 20 });
  afterThisTest(() => terminal.close());
  terminal.type(`${load}; echo 'loa''ded'\r`);
  await terminal.shows('loaded');
  for (const [typed, becomes] of TYPED) {
    terminal.type(`${typed}\tX`);
    await terminal.shows(becomes);
    terminal.press('ctrlU');
  }
};

describe('Completion in the shells', () => {
  itWith(noTerminal)('completes what is typed in bash', () => typing('bash --norc --noprofile -i', 'eval "$(formwork completion bash)"'));

  itWith(noTerminal ?? without('zsh'))('completes what is typed in zsh', () =>
    typing('zsh -f -i', 'autoload -Uz compinit && compinit -u -D; eval "$(formwork completion zsh)"'),
  );

  itWith(without('fish'))('offers the same in fish', async () => {
    const { cli, env } = await workplace();
    const asked = TYPED.map(([typed]) => `complete -C '${typed}' | string replace -r '\\t.*' ''; echo`).join('\n');
    const { stdout } = spawnSync('fish', ['-c', `formwork completion fish | source\n${asked}`], { cwd: cli.cwd, env, encoding: 'utf8' });
    const offered = stdout.trimEnd().split('\n\n');
    expect(offered).toEqual(TYPED.map(([, becomes]) => becomes.replace(/X$/, '').trimEnd().split(' ').at(-1)));
  });

  it('puts words together again that bash takes apart', async () => {
    const { cli, env } = await workplace();
    const folder = join(cli.home, '..', 'template');
    await mkdir(folder);
    const questions = [{ name: 'shape', type: 'choice', prompt: 'Shape?', choices: ['round', 'a b'] }];
    const manifest = { id: 'team:thing', spec_version: '1.0.0', questions, files: [{ path: 'a', template: 'a' }] };
    await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'a'), '');
    await cli.json(['template', 'publish', folder]);
    /** `replaced` is the part of the last word that readline will replace. */
    const reply = (line: string, replaced: string, ...words: readonly string[]) => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const call = `COMP_LINE='${line}' COMP_POINT=${line.length} COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1}; _formwork formwork '${replaced}'; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', `. '${script('formwork.bash')}'; ${call}`], { cwd: cli.cwd, env, encoding: 'utf8' })
        .stdout.trimEnd()
        .split('\n');
    };
    expect(reply('formwork generate  team:th', 'th', 'formwork', 'generate', 'team', ':', 'th')).toEqual(['thing']);
    expect(reply('formwork generate team:thing@', '@', 'formwork', 'generate', 'team', ':', 'thing', '@')).toEqual(['@1.0.0']);
    expect(reply('formwork generate team:thing -a shape=', '', 'formwork', 'generate', 'team', ':', 'thing', '-a', 'shape', '=')).toEqual([
      'round',
      'a\\ b',
    ]);
    expect(reply('formwork no-such ', '', 'formwork', 'no-such', '')).toEqual(['']);
  });
});

describe('formwork completion and complete', () => {
  it('print the script of a shell, and refuse one that they do not know', async () => {
    const cli = await openCli();
    expect((await cli.run(['completion', 'bash'])).stdout).toContain('complete -F _formwork formwork');
    expect(await cli.json(['completion', 'zsh'])).toMatchObject({ shell: 'zsh', script: expect.stringContaining('#compdef formwork') });
    const { error } = await cli.json<{ error: { code: string; message: string } }>(['completion', 'tcsh'], { status: 2 });
    expect(error).toMatchObject({ code: 'USAGE', message: expect.stringContaining('bash, zsh, fish') });
  });

  it('say nothing about what goes wrong while somebody types', async () => {
    const cli = await openCli();
    await mkdir(cli.home, { recursive: true });
    await writeFile(join(cli.home, 'events.db'), 'not a store');
    expect(await cli.run(['complete', '--', 'generate', ''])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect((await cli.run(['complete', '--', 'templ'])).stdout).toBe(':\ntemplate\ttemplates and their versions\n');
  });
});
