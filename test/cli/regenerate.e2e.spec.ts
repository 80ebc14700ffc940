import { describe, expect, it } from '@jest/globals';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

const FILE = 'lib/cache.ex';
const ANSWERS = `${FILE}.template-answers.yml`;

const generated = async (): Promise<Cli> => {
  const cli = await openCli();
  await cli.json(['generate', 'elixir-genserver-cache']);
  return cli;
};

const edit = async (cli: Cli, path: string, from: string, to: string): Promise<void> => {
  const text = await cli.read(path);
  expect(text).toContain(from);
  await writeFile(join(cli.cwd, path), text.replace(from, to));
};

/** Two files from one set of answers. */
const twoFiles = async (): Promise<Cli> => {
  const cli = await openCli();
  const folder = join(cli.home, '..', 'pair');
  await mkdir(folder);
  const files = ['a', 'b'].map((name) => ({ path: `${name}.txt`, template: `${name}.mustache` }));
  await writeFile(
    join(folder, 'template.json'),
    JSON.stringify({
      id: 'pair',
      spec_version: '1.0.0',
      questions: [{ name: 'word', type: 'string', prompt: 'Word?', default: 'one' }],
      files,
    }),
  );
  await writeFile(join(folder, 'a.mustache'), 'a says {{word}}\n');
  await writeFile(join(folder, 'b.mustache'), 'b says nothing of {{word.upper}}\n'.replace(' of {{word.upper}}', ''));
  await cli.json(['template', 'publish', folder]);
  await cli.json(['generate', 'pair']);
  return cli;
};

describe('formwork regenerate', () => {
  it('writes the file again from its edited answers file', async () => {
    const cli = await generated();
    await edit(cli, ANSWERS, 'ttl_minutes: 5', 'ttl_minutes: 30');
    const generation = await cli.json<{ answers: unknown[]; files: unknown[]; generationId: string }>(['regenerate', FILE]);
    expect(generation.answers).toContainEqual({ name: 'ttl_minutes', value: 30, source: 'previous' });
    expect(generation.files).toMatchObject([{ path: FILE, state: 'overwritten' }]);
    expect(await cli.read(FILE)).toContain(':timer.minutes(30)');
    expect(await cli.read(ANSWERS)).toContain(`_generation_id: ${generation.generationId}`);
    expect(await cli.json(['trace', FILE, '--verify'])).toMatchObject({
      file: { condition: 'as-generated' },
      verification: { identical: true },
      history: [{}, {}],
    });
  });

  it('takes the answers file itself for the file', async () => {
    const cli = await generated();
    expect(await cli.json(['regenerate', ANSWERS])).toMatchObject({ files: [{ state: 'unchanged' }] });
  });

  it('says which earlier answers it leaves aside because they are not asked any more', async () => {
    const cli = await generated();
    await edit(cli, ANSWERS, 'use_ets: true', 'use_ets: false');
    const { status, stderr } = await cli.run(['regenerate', FILE]);
    expect(status).toBe(0);
    expect(stderr).toContain('ttl_minutes');
  });

  it('refuses with status 3 where hands have edited what would change, and touches nothing', async () => {
    const cli = await generated();
    await appendFile(join(cli.cwd, FILE), '# mine\n');
    await edit(cli, ANSWERS, 'ttl_minutes: 5', 'ttl_minutes: 30');
    const before = await cli.read(FILE);
    const { error } = await cli.json<{ error: { code: string; message: string } }>(['regenerate', FILE], { status: 3 });
    expect(error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(FILE) });
    expect(await cli.read(FILE)).toBe(before);
    expect(await cli.events('GenerationRequested')).toHaveLength(1);
  });

  it('keeps hand edits in a file whose render does not change', async () => {
    const cli = await twoFiles();
    await appendFile(join(cli.cwd, 'b.txt'), 'mine\n');
    for (const file of ['a', 'b']) await edit(cli, `${file}.txt.template-answers.yml`, 'word: one', 'word: two');
    await cli.json(['regenerate', 'a.txt']);
    expect([await cli.read('a.txt'), await cli.read('b.txt')]).toEqual(['a says two\n', 'b says nothing\nmine\n']);
    expect(await cli.read('b.txt.template-answers.yml')).toContain('word: two');
  });

  it('refuses answers files of one generation that disagree, naming the key', async () => {
    const cli = await twoFiles();
    await edit(cli, 'a.txt.template-answers.yml', 'word: one', 'word: two');
    const { error } = await cli.json<{ error: { code: string; message: string } }>(['regenerate', 'a.txt'], { status: 1 });
    expect(error).toMatchObject({ code: 'ANSWERS_DISAGREE', message: expect.stringContaining('word') });
  });

  it('follows a folder that was moved', async () => {
    const cli = await generated();
    await mkdir(join(cli.cwd, 'app'));
    await rename(join(cli.cwd, 'lib'), join(cli.cwd, 'app/lib'));
    await edit(cli, `app/${ANSWERS}`, 'ttl_minutes: 5', 'ttl_minutes: 8');
    await cli.json(['regenerate', `app/${FILE}`]);
    expect(await readFile(join(cli.cwd, 'app', FILE), 'utf8')).toContain(':timer.minutes(8)');
  });

  it.each([
    ['no answers file', async (cli: Cli) => rm(join(cli.cwd, ANSWERS)), 'ANSWERS_FILE_MISSING', ANSWERS.split('/')[1]!],
    [
      'a hand-broken answers file',
      async (cli: Cli) => appendFile(join(cli.cwd, ANSWERS), 'supervisor: [one\n'),
      'ANSWERS_FILE_INVALID',
      `${ANSWERS}:9:1: at "supervisor"`,
    ],
    [
      'an answer that no longer fits',
      async (cli: Cli) => edit(cli, ANSWERS, 'ttl_minutes: 5', 'ttl_minutes: soon'),
      'ANSWER_NO_LONGER_FITS',
      'ttl_minutes',
    ],
  ])('refuses %s in one sentence', async (_name, spoil, code, says) => {
    const cli = await generated();
    await spoil(cli);
    const { error } = await cli.json<{ error: { code: string; message: string } }>(['regenerate', FILE], { status: 1 });
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(await cli.events('GenerationRequested')).toHaveLength(1);
  });
});
