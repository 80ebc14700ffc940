import { describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

type Generation = { templateId: string; answers: { name: string; value: unknown; source: string }[]; task?: string };

describe('formwork generate --task', () => {
  it('finds the template that fits a task and a language, and records the task', async () => {
    const cli = await openCli();
    const generation = await cli.json<Generation>(['generate', '--task', 'create a cache', '--language', 'elixir']);
    expect(generation).toMatchObject({ templateId: 'elixir-genserver-cache', task: 'create a cache' });
  });

  it('takes an only argument that is a path for the destination', async () => {
    const cli = await openCli();
    await cli.json(['generate', '--task', 'create a cache in elixir', './app']);
    expect(await cli.files()).toContain('app/lib/cache.ex');
  });

  it('lists the candidates with their scores where several fit and nobody can be asked', async () => {
    const cli = await openCli();
    const { error } = await cli.json<{ error: { code: string; message: string } }>(['generate', '--task', 'typescript'], { status: 1 });
    expect(['TEMPLATE_AMBIGUOUS', 'TEMPLATE_NOT_FOUND']).toContain(error.code);
    const several = await cli.json<{ error: { code: string; message: string } }>(['generate', '--task', 'a module'], { status: 1 });
    expect(several.error).toMatchObject({ code: 'TEMPLATE_AMBIGUOUS', message: expect.stringMatching(/\w+ \(\d+\.\d\), \w+/) });
  });

  it('says so when nothing fits, and that --language belongs to a task', async () => {
    const cli = await openCli();
    expect(await cli.json(['generate', '--task', 'xylophone zymurgy'], { status: 1 })).toMatchObject({
      error: { code: 'TEMPLATE_NOT_FOUND' },
    });
    expect(await cli.json(['generate', 'elixir-genserver-cache', '--language', 'elixir'], { status: 2 })).toMatchObject({
      error: { code: 'USAGE' },
    });
  });
});

describe('defaults of a user and of a workspace', () => {
  const withDefaults = async (): Promise<{ cli: Cli; env: Record<string, string> }> => {
    const cli = await openCli();
    const config = join(cli.home, '..', 'config');
    await mkdir(join(config, 'formwork'), { recursive: true });
    await writeFile(join(config, 'formwork/defaults.yml'), 'defaults:\n  ttl_minutes: 11\n  supervisor_strategy: one_for_all\n');
    await mkdir(join(cli.cwd, '.formwork'));
    await writeFile(join(cli.cwd, '.formwork/defaults.yml'), 'templates:\n  elixir-genserver-cache:\n    ttl_minutes: 22\n');
    return { cli, env: { XDG_CONFIG_HOME: config } };
  };

  it('come before the template’s own, the workspace’s first, and are recorded as such', async () => {
    const { cli, env } = await withDefaults();
    const { answers } = await cli.json<Generation>(['generate', 'elixir-genserver-cache'], { env });
    expect(answers).toEqual([
      { name: 'use_ets', value: true, source: 'template-default' },
      { name: 'ttl_minutes', value: 22, source: 'workspace-default' },
      { name: 'supervisor_strategy', value: 'one_for_all', source: 'user-default' },
    ]);
  });

  it('are passed over with a note where they do not fit', async () => {
    const { cli, env } = await withDefaults();
    await writeFile(join(cli.cwd, '.formwork/defaults.yml'), 'defaults:\n  ttl_minutes: soon\n');
    const { status, stderr } = await cli.run(['generate', 'elixir-genserver-cache'], { env });
    expect(status).toBe(0);
    expect(stderr).toContain('ttl_minutes');
  });

  it('are refused where the file is not of their form', async () => {
    const { cli, env } = await withDefaults();
    await writeFile(join(cli.cwd, '.formwork/defaults.yml'), 'ttl_minutes: 3\n');
    expect(await cli.json(['generate', 'elixir-genserver-cache'], { env, status: 1 })).toMatchObject({
      error: { code: 'DEFAULTS_INVALID', field: 'ttl_minutes' },
    });
  });
});
