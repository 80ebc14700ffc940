import { describe, expect, it } from '@jest/globals';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli } from '../support/cli.js';

const CACHE = 'elixir-genserver-cache';

describe('formwork outcome and stats', () => {
  it('counts what contract and people mean by success', async () => {
    const cli = await openCli();
    const generate = async (folder: string) => (await cli.json<{ generationId: string }>(['generate', CACHE, folder])).generationId;
    const [works, fails, unknown, unlucky] = [await generate('a'), await generate('b'), await generate('c'), await generate('d')];
    await cli.json(['outcome', works, '--success']);
    await cli.json(['outcome', fails, '--success', '--source', 'ci']);
    await cli.json(['outcome', fails, '--failure', '--source', 'user']);
    await cli.json(['outcome', unlucky, '--failure', '--infrastructure']);
    const { items } = await cli.json<{ items: unknown[] }>(['stats']);
    expect(items).toEqual([
      {
        templateId: CACHE,
        generations: 4,
        reported: 2,
        succeeded: 1,
        failed: 1,
        unknown: 1,
        infrastructure: 1,
        successRate: 0.5,
        averageScore: null,
      },
    ]);
    expect(unknown).toBeDefined();
  });

  it('lets the latest outcome of a source count', async () => {
    const cli = await openCli();
    await cli.json(['generate', CACHE]);
    await cli.json(['outcome', 'lib/cache.ex', '--failure']);
    await cli.json(['outcome', 'lib/cache.ex', '--success']);
    expect(await cli.json(['stats', CACHE])).toMatchObject({ items: [{ version: '1.0.0', succeeded: 1, failed: 0, successRate: 1 }] });
  });

  it.each([
    [['outcome', 'lib/cache.ex'], 2, 'USAGE'],
    [['outcome', 'lib/cache.ex', '--success', '--failure'], 2, 'USAGE'],
    [['outcome', 'lib/cache.ex', '--success', '--score', 'high'], 2, 'USAGE'],
    [['outcome', 'lib/cache.ex', '--success', '--score', '2'], 1, 'SCORE_INVALID'],
    [['outcome', 'lib/none.ex', '--success'], 1, 'FILE_UNKNOWN'],
    [['outcome', '01890000-0000-7000-8000-000000000000', '--success'], 1, 'GENERATION_UNKNOWN'],
    [['stats', 'no-such'], 1, 'NOTHING_GENERATED'],
  ])('refuses %j', async (args, status, code) => {
    const cli = await openCli();
    await cli.json(['generate', CACHE]);
    expect((await cli.json<{ error: { code: string } }>(args, { status })).error.code).toBe(code);
    expect(await cli.events('OutcomeRecorded')).toEqual([]);
  });
});

describe('formwork template', () => {
  it('lists the shipped templates in an empty home', async () => {
    const cli = await openCli();
    const { items } = await cli.json<{ items: { templateId: string; activeVersion: string }[] }>(['template', 'list']);
    expect(items.map(({ templateId }) => templateId)).toEqual(expect.arrayContaining([CACHE, 'typescript-library']));
    expect(items.every(({ activeVersion }) => /^\d+\.\d+\.\d+$/.test(activeVersion))).toBe(true);
  });

  it('shows questions and files of a version', async () => {
    const cli = await openCli();
    const shown = await cli.json<{ questions: { name: string }[] }>(['template', 'show', CACHE]);
    expect(shown.questions.map(({ name }) => name)).toEqual(['use_ets', 'ttl_minutes', 'supervisor_strategy']);
  });

  it('rolls back only with a reason, and says when there is nothing to go back to', async () => {
    const cli = await openCli();
    await cli.json(['template', 'list']);
    expect((await cli.json<{ error: { code: string } }>(['template', 'rollback', CACHE], { status: 2 })).error.code).toBe('USAGE');
    expect((await cli.json<{ error: { code: string } }>(['template', 'rollback', CACHE, '--reason', 'x'], { status: 1 })).error.code).toBe(
      'ROLLBACK_IMPOSSIBLE',
    );
  });
});

describe('formwork events', () => {
  it('filters by stream and type, and limits', async () => {
    const cli = await openCli();
    await cli.json(['generate', CACHE]);
    const events = async (...args: string[]) => (await cli.json<{ items: { type: string; stream: string }[] }>(['events', ...args])).items;
    expect((await events('--type', 'QuestionAnswered')).map(({ type }) => type)).toEqual([
      'QuestionAnswered',
      'QuestionAnswered',
      'QuestionAnswered',
    ]);
    expect((await events('--stream', `template-${CACHE}`)).map(({ type }) => type)).toEqual([
      'TemplateRegistered',
      'TemplateVersionPublished',
      'TemplateVersionActivated',
    ]);
    expect(await events('--limit', '2')).toHaveLength(2);
    expect(await events('--since', '1h', '--type', 'GenerationCompleted')).toHaveLength(1);
    expect(await events('--until', '1h')).toEqual([]);
  });

  it('follows what other processes record from now on', async () => {
    const cli = await openCli();
    await cli.json(['template', 'list']);
    const follower = cli.start(['events', '--follow', '--json', '--type', 'GenerationCompleted']);
    const line = new Promise<string>((resolve) => follower.stdout?.setEncoding('utf8').once('data', resolve));
    await cli.json(['generate', CACHE]);
    expect(JSON.parse(await line)).toMatchObject({ type: 'GenerationCompleted' });
    const closed = new Promise((resolve) => follower.once('close', resolve));
    follower.kill('SIGINT');
    expect(await closed).toBe(0);
  });
});

describe('formwork rebuild and doctor', () => {
  it('answers as before when the read models are thrown away or rebuilt', async () => {
    const cli = await openCli();
    await cli.json(['generate', CACHE]);
    await cli.json(['outcome', 'lib/cache.ex', '--success']);
    const before = [await cli.json(['stats']), await cli.json(['trace', 'lib/cache.ex']), await cli.json(['template', 'list'])];
    expect(await cli.json(['rebuild'])).toMatchObject({ rebuilt: expect.arrayContaining(['generations']) });
    const rebuilt = [await cli.json(['stats']), await cli.json(['trace', 'lib/cache.ex']), await cli.json(['template', 'list'])];
    for (const file of await readdir(cli.home)) if (file.startsWith('read-models')) await rm(join(cli.home, file));
    const anew = [await cli.json(['stats']), await cli.json(['trace', 'lib/cache.ex']), await cli.json(['template', 'list'])];
    expect([rebuilt, anew]).toEqual([before, before]);
  });

  it('says that all is well, and keeps the home to its owner', async () => {
    const cli = await openCli();
    await cli.json(['generate', CACHE]);
    const report = await cli.json<{ ok: boolean; checks: { name: string; ok: boolean }[] }>(['doctor']);
    expect(report.ok).toBe(true);
    expect((await stat(cli.home)).mode & 0o077).toBe(0);
  });
});

describe('formwork itself', () => {
  it.each([['--help'], ['generate', '--help'], ['template', 'publish', '--help'], ['trace', '--help']])(
    'helps with examples: %s %s',
    async (...args) => {
      const cli = await openCli();
      const { status, stdout, stderr } = await cli.run(args.filter((arg) => arg !== undefined));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('Examples:');
    },
  );

  it.each([[['frobnicate']], [['template']], [[]]])('answers wrong usage %j with status 2', async (args) => {
    const cli = await openCli();
    expect((await cli.run(args)).status).toBe(2);
  });
});
