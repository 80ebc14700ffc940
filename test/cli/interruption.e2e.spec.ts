import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCli, type Cli } from '../support/cli.js';

const script = fileURLToPath(new URL('../support/interrupted-generation.mjs', import.meta.url));

const interrupt = (cli: Cli, moment: string): void => {
  const { signal, stderr } = spawnSync(process.execPath, [script, cli.cwd, moment], {
    env: { PATH: process.env.PATH, HOME: cli.home, FORMWORK_HOME: cli.home },
    encoding: 'utf8',
  });
  expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
};

const outcomeOf = async (cli: Cli): Promise<readonly string[]> =>
  (await cli.events()).filter(({ stream }) => stream.startsWith('generation-')).map(({ type }) => type);

describe('Promise 2: an intent without an outcome is reconciled at the next start', () => {
  it('has failed when the process ended before it wrote', async () => {
    const cli = await openCli();
    interrupt(cli, 'before-writing');
    const { stderr } = await cli.run(['template', 'list']);
    expect(stderr).toContain('was interrupted: what it had written was taken back');
    expect(await cli.files()).toEqual([]);
    expect((await outcomeOf(cli)).at(-1)).toBe('GenerationFailed');
  });

  it('leaves nothing to reconcile when not even the intent was recorded', async () => {
    const cli = await openCli();
    interrupt(cli, 'before-the-intent');
    await cli.run(['template', 'list']);
    expect(await cli.files()).toEqual([]);
    expect(await outcomeOf(cli)).toEqual([]);
    expect(await readdir(join(cli.home, 'pending')).catch(() => [])).toEqual([]);
  });

  it('is completed when all its files stand, and says so', async () => {
    const cli = await openCli();
    interrupt(cli, 'after-writing');
    const { stderr } = await cli.run(['template', 'list']);
    expect(stderr).toContain('was interrupted: its files stand');
    expect((await outcomeOf(cli)).slice(-2)).toEqual(['FileGenerated', 'GenerationCompleted']);
    expect(await cli.json(['trace', 'lib/cache.ex', '--verify'])).toMatchObject({
      generation: { status: 'completed' },
      verification: { identical: true },
    });
  });

  it('is left alone when only the cleaning up was missing', async () => {
    const cli = await openCli();
    interrupt(cli, 'before-settling');
    const before = await outcomeOf(cli);
    const { stderr } = await cli.run(['template', 'list']);
    expect(stderr).toBe('');
    expect(await outcomeOf(cli)).toEqual(before);
    expect(await readdir(join(cli.home, 'pending')).catch(() => [])).toEqual([]);
  });

  it('leaves a file that was there before as it was, when the writing did not finish', async () => {
    const cli = await openCli();
    await mkdir(join(cli.cwd, 'lib'));
    await writeFile(join(cli.cwd, 'lib/cache.ex'), 'mine');
    interrupt(cli, 'before-writing');
    await cli.run(['template', 'list']);
    expect(await cli.read('lib/cache.ex')).toBe('mine');
  });
});
