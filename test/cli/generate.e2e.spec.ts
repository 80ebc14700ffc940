import { describe, expect, it } from '@jest/globals';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

const CACHE = 'elixir-genserver-cache';

type Generation = {
  generationId: string;
  templateVersion: string;
  files: { path: string; sha256: string; state: string }[];
  answers: { name: string; value: unknown; source: string }[];
  position: string;
};

/** Publishes a template of its own. */
const publish = async (cli: Cli, manifest: Record<string, unknown>, files: Record<string, string> = {}): Promise<void> => {
  const folder = join(cli.home, '..', `template-${String(manifest.id)}-${String(manifest.spec_version)}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'template.json'), JSON.stringify({ questions: [], ...manifest }));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  await cli.json(['template', 'publish', folder]);
};

describe('formwork generate', () => {
  it('writes real code with its answers file beside it, and every step is an event', async () => {
    const cli = await openCli();
    const generation = await cli.json<Generation>(['generate', CACHE]);
    expect(await cli.files()).toEqual(['lib/cache.ex', 'lib/cache.ex.template-answers.yml']);
    expect(await cli.read('lib/cache.ex')).toContain('@ttl :timer.minutes(5)');
    expect(await cli.read('lib/cache.ex.template-answers.yml')).toBe(
      [
        `_template_id: ${CACHE}`,
        `_template_version: ${generation.templateVersion}`,
        `_generation_id: ${generation.generationId}`,
        `_content_sha256: ${generation.files[0]?.sha256}`,
        'use_ets: true',
        'ttl_minutes: 5',
        'supervisor_strategy: one_for_one',
        '',
      ].join('\n'),
    );
    const types = (await cli.events()).filter(({ stream }) => stream.startsWith('generation-')).map(({ type }) => type);
    expect(types).toEqual([
      'GenerationRequested',
      'QuestionAnswered',
      'QuestionAnswered',
      'QuestionAnswered',
      'FileGenerated',
      'GenerationCompleted',
    ]);
    expect(generation.answers.map(({ source }) => source)).toEqual(['template-default', 'template-default', 'template-default']);
  });

  it('takes answers from flags before those of an answers file, and records which came from where', async () => {
    const cli = await openCli();
    await writeFile(join(cli.cwd, 'answers.yml'), 'ttl_minutes: 7\nsupervisor_strategy: one_for_all\n');
    const { answers } = await cli.json<Generation>(['generate', CACHE, 'app', '--answers', 'answers.yml', '-a', 'ttl_minutes=9']);
    expect(answers).toEqual([
      { name: 'use_ets', value: true, source: 'template-default' },
      { name: 'ttl_minutes', value: 9, source: 'flag' },
      { name: 'supervisor_strategy', value: 'one_for_all', source: 'answers-file' },
    ]);
    expect(await cli.read('app/lib/cache.ex')).toContain('strategy: :one_for_all');
  });

  it('hides a question whose condition does not hold, and its answer with it', async () => {
    const cli = await openCli();
    const { answers } = await cli.json<Generation>(['generate', CACHE, '-a', 'use_ets=false']);
    expect(answers.map(({ name }) => name)).toEqual(['use_ets', 'supervisor_strategy']);
  });

  it('builds a default and a file name from earlier answers', async () => {
    const cli = await openCli();
    const questions = [
      { name: 'name', type: 'string', prompt: 'Name?' },
      { name: 'title', type: 'string', prompt: 'Title?', default: 'The {{name}}' },
    ];
    await publish(
      cli,
      { id: 'page', spec_version: '1.0.0', questions, files: [{ path: 'docs/{{name}}.md', template: 'page.mustache' }] },
      { 'page.mustache': '# {{title}} <&>\n' },
    );
    await cli.json(['generate', 'page', '-a', 'name=cache']);
    expect(await cli.read('docs/cache.md')).toBe('# The cache <&>\n');
  });

  it('shows with --dry-run what it would write, and neither writes nor records', async () => {
    const cli = await openCli();
    await cli.json(['template', 'list']);
    const before = await cli.events();
    const { stdout, status } = await cli.run(['generate', CACHE, '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain('lib/cache.ex (new)');
    expect(stdout).toContain('defmodule Cache do');
    expect(await cli.files()).toEqual([]);
    expect(await cli.events()).toEqual(before);
  });

  it('never overwrites an existing file without --force', async () => {
    const cli = await openCli();
    await mkdir(join(cli.cwd, 'lib'));
    await writeFile(join(cli.cwd, 'lib/cache.ex'), 'mine');
    const refused = await cli.json<{ error: { code: string; message: string; hint: string } }>(['generate', CACHE], { status: 1 });
    expect(refused.error).toMatchObject({
      code: 'FILE_EXISTS',
      message: expect.stringContaining('lib/cache.ex'),
      hint: expect.stringContaining('--force'),
    });
    expect(await cli.files()).toEqual(['lib/cache.ex']);
    expect(await cli.read('lib/cache.ex')).toBe('mine');
    const { files } = await cli.json<Generation>(['generate', CACHE, '--force']);
    expect(files).toMatchObject([{ path: 'lib/cache.ex', state: 'overwritten' }]);
  });

  it('uses the version that is named, by prefix the highest, and else the active one', async () => {
    const cli = await openCli();
    for (const version of ['1.0.0', '1.0.3', '1.1.0'])
      await publish(
        cli,
        { id: 'note', spec_version: version, files: [{ path: 'note.txt', template: 'note.txt' }] },
        { 'note.txt': version },
      );
    const versionOf = async (reference: string) =>
      (await cli.json<Generation>(['generate', reference, reference.replace('@', '-')])).templateVersion;
    expect([await versionOf('note'), await versionOf('note@1.0'), await versionOf('note@1'), await versionOf('note@1.0.3')]).toEqual([
      '1.0.0',
      '1.0.3',
      '1.1.0',
      '1.0.3',
    ]);
  });

  it('serves twenty calls at once on one home, first use included', async () => {
    const cli = await openCli();
    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, n) => cli.run(['generate', CACHE, `app-${n}`, '-a', `ttl_minutes=${n + 1}`])),
    );
    expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual(Array.from({ length: 20 }, () => ({ status: 0, stderr: '' })));
    expect(await cli.events('GenerationCompleted')).toHaveLength(20);
    expect((await cli.events('TemplateVersionPublished')).filter(({ stream }) => stream === `template-${CACHE}`)).toHaveLength(1);
    expect(await readFile(join(cli.cwd, 'app-19/lib/cache.ex'), 'utf8')).toContain(':timer.minutes(20)');
  }, 120_000);
});

describe('formwork generate, given what it cannot use', () => {
  type Case = {
    readonly name: string;
    readonly args: readonly string[];
    readonly code: string;
    readonly says: string;
    readonly status?: number;
  };
  const cases: readonly Case[] = [
    { name: 'an unknown template', args: ['generate', 'no-such'], code: 'TEMPLATE_UNKNOWN', says: 'no-such' },
    { name: 'an id that is none', args: ['generate', '../etc/passwd'], code: 'TEMPLATE_ID_INVALID', says: '../etc/passwd' },
    { name: 'an unknown version', args: ['generate', `${CACHE}@9.9`], code: 'TEMPLATE_VERSION_UNKNOWN', says: '9.9' },
    { name: 'an unknown question', args: ['generate', CACHE, '-a', 'use_est=true'], code: 'ANSWER_UNKNOWN', says: 'use_est' },
    {
      name: 'a hidden question',
      args: ['generate', CACHE, '-a', 'use_ets=false', '-a', 'ttl_minutes=3'],
      code: 'ANSWER_HIDDEN',
      says: 'ttl_minutes',
    },
    { name: 'a number that is none', args: ['generate', CACHE, '-a', 'ttl_minutes=soon'], code: 'ANSWER_INVALID', says: 'ttl_minutes' },
    { name: 'a number below its minimum', args: ['generate', CACHE, '-a', 'ttl_minutes=0'], code: 'ANSWER_INVALID', says: 'ttl_minutes' },
    { name: 'a boolean that is none', args: ['generate', CACHE, '-a', 'use_ets=perhaps'], code: 'ANSWER_INVALID', says: 'use_ets' },
    {
      name: 'an answer outside the choices',
      args: ['generate', CACHE, '-a', 'supervisor_strategy=all'],
      code: 'ANSWER_INVALID',
      says: 'supervisor_strategy',
    },
    { name: 'a flag without a value', args: ['generate', CACHE, '-a', 'use_ets'], code: 'USAGE', says: 'name=value', status: 2 },
    {
      name: 'an answers file that is not there',
      args: ['generate', CACHE, '--answers', 'none.yml'],
      code: 'USAGE',
      says: 'none.yml',
      status: 2,
    },
    { name: 'an unknown option', args: ['generate', CACHE, '--colour'], code: 'USAGE', says: '--colour', status: 2 },
    { name: 'no template at all', args: ['generate'], code: 'USAGE', says: 'which template', status: 2 },
  ];

  it.each(cases)('refuses $name in one sentence, and neither writes nor records', async ({ args, code, says, status = 1 }) => {
    const cli = await openCli();
    await cli.json(['template', 'list']);
    const before = await cli.events();
    const { error } = await cli.json<{ error: { code: string; message: string } }>(args, { status });
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('\n');
    expect(await cli.files()).toEqual([]);
    expect(await cli.events()).toEqual(before);
  });

  it.each([
    ['../../etc/x', 'PATH_UNSAFE'],
    ['/etc/x', 'PATH_UNSAFE'],
    ['a/../../x', 'PATH_UNSAFE'],
  ])('refuses a path that comes out as %s', async (path, code) => {
    const cli = await openCli();
    const questions = [{ name: 'where', type: 'string', prompt: 'Where?' }];
    await publish(cli, { id: 'escape', spec_version: '1.0.0', questions, files: [{ path: '{{where}}', template: 'body' }] }, { body: 'x' });
    const { error } = await cli.json<{ error: { code: string } }>(['generate', 'escape', '-a', `where=${path}`], { status: 1 });
    expect(error.code).toBe(code);
    expect(await cli.events('GenerationRequested')).toEqual([]);
  });

  it('refuses to write through a symbolic link', async () => {
    const cli = await openCli();
    const outside = (await openCli()).cwd;
    await symlink(outside, join(cli.cwd, 'lib'));
    const { error } = await cli.json<{ error: { message: string } }>(['generate', CACHE], { status: 1 });
    expect(error.message).toContain('lib');
    expect(await cli.events('GenerationRequested')).toEqual([]);
  });

  it.each(['taken', 'taken/below'])('refuses the destination %s where a file stands', async (destination) => {
    const cli = await openCli();
    await writeFile(join(cli.cwd, 'taken'), 'a file');
    const { error } = await cli.json<{ error: { message: string; field: string } }>(['generate', CACHE, destination], { status: 1 });
    expect(error).toMatchObject({ message: expect.stringContaining('taken'), field: 'destination' });
  });

  it('prints the sentence and how to mend it, never a stack, to a person', async () => {
    const cli = await openCli();
    const { stderr, stdout, status } = await cli.run(['generate', CACHE, '-a', 'ttl_minutes=soon']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toMatch(/^formwork: .*ttl_minutes/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
