import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { appendFile, copyFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

type Trace = {
  matchedBy: string;
  file?: { condition: string; diff?: string; sha256: string };
  generation: { generationId: string; outcomes: { success: boolean; source: string }[]; answers: unknown[] };
  template: { templateId: string; version: string; digest: string };
  history: { generationId: string }[];
  verification?: { identical: boolean };
};

const generated = async (): Promise<{ cli: Cli; generationId: string }> => {
  const cli = await openCli();
  const { generationId } = await cli.json<{ generationId: string }>(['generate', 'elixir-genserver-cache']);
  return { cli, generationId };
};
const FILE = 'lib/cache.ex';

describe('formwork trace', () => {
  it('finds a generated file by where it stands', async () => {
    const { cli, generationId } = await generated();
    const trace = await cli.json<Trace>(['trace', FILE, '--verify']);
    expect(trace).toMatchObject({
      matchedBy: 'path',
      file: { condition: 'as-generated' },
      generation: { generationId },
      template: { templateId: 'elixir-genserver-cache', version: '1.0.0', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      verification: { identical: true },
    });
  });

  it('finds a copy elsewhere by its content', async () => {
    const { cli, generationId } = await generated();
    await copyFile(join(cli.cwd, FILE), join(cli.cwd, 'copy.ex'));
    expect(await cli.json<Trace>(['trace', 'copy.ex'])).toMatchObject({
      matchedBy: 'content',
      file: { condition: 'as-generated' },
      generation: { generationId },
    });
  });

  it('finds a file that was moved and edited by its answers file', async () => {
    const { cli, generationId } = await generated();
    for (const suffix of ['', '.template-answers.yml']) await rename(join(cli.cwd, `${FILE}${suffix}`), join(cli.cwd, `cache.ex${suffix}`));
    await appendFile(join(cli.cwd, 'cache.ex'), '# mine\n');
    expect(await cli.json<Trace>(['trace', 'cache.ex'])).toMatchObject({
      matchedBy: 'answers-file',
      file: { condition: 'edited' },
      generation: { generationId },
    });
  });

  it('says of an edited file what was edited', async () => {
    const { cli } = await generated();
    await appendFile(join(cli.cwd, FILE), '# mine\n');
    const { file } = await cli.json<Trace>(['trace', FILE]);
    expect(file?.condition).toBe('edited');
    expect(file?.diff).toContain('+# mine');
    const { stdout } = await cli.run(['trace', FILE]);
    expect(stdout).toContain('edited since it was generated');
    expect(stdout).toContain('+# mine');
  });

  it('says of a deleted file that it is gone', async () => {
    const { cli } = await generated();
    await rm(join(cli.cwd, FILE));
    expect(await cli.json<Trace>(['trace', FILE])).toMatchObject({ file: { condition: 'missing' } });
  });

  it('knows content by its hash and a generation by its id', async () => {
    const { cli, generationId } = await generated();
    const sha256 = createHash('sha256')
      .update(await cli.read(FILE))
      .digest('hex');
    expect(await cli.json<Trace>(['trace', sha256])).toMatchObject({ matchedBy: 'content', generation: { generationId } });
    expect(await cli.json<Trace>(['trace', generationId])).toMatchObject({ matchedBy: 'id', generation: { generationId } });
  });

  it('says of a stranger that it is one, with exit status 1', async () => {
    const { cli } = await generated();
    await writeFile(join(cli.cwd, 'mine.ex'), 'defmodule Mine do\nend\n');
    const { status, stderr, stdout } = await cli.run(['trace', 'mine.ex']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('mine.ex is a stranger');
    const { error } = await cli.json<{ error: { code: string } }>(['trace', 'nowhere.ex'], { status: 1 });
    expect(error.code).toBe('FILE_UNKNOWN');
  });

  it('shows every outcome and every later generation of the same file', async () => {
    const { cli } = await generated();
    await cli.json(['outcome', FILE, '--failure', '--message', 'does not compile', '--source', 'ci']);
    await cli.json(['outcome', FILE, '--success', '--score', '0.9']);
    const before = await cli.json<Trace>(['trace', FILE]);
    expect(before.generation.outcomes).toMatchObject([
      { success: false, source: 'ci' },
      { success: true, source: 'user' },
    ]);
    await cli.json(['generate', 'elixir-genserver-cache', '-a', 'ttl_minutes=6', '--force']);
    const { history } = await cli.json<Trace>(['trace', FILE]);
    expect(history).toHaveLength(2);
    expect(history[0]?.generationId).toBe(before.generation.generationId);
  });
});
