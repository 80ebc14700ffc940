import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

const FILE = 'src/pricing.ts';
const ANSWERS = `${FILE}.template-answers.yml`;
const SOURCE = 'export const price = 1;\r\n';
const HEADER = '// SPDX-FileCopyrightText: 2026 Ann\r\n// SPDX-License-Identifier: MIT\r\n\r\n';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const put = async (cli: Cli, path: string, content: string | Uint8Array): Promise<void> => {
  await mkdir(dirname(join(cli.cwd, path)), { recursive: true });
  await writeFile(join(cli.cwd, path), content);
};
const withSource = async (): Promise<Cli> => {
  const cli = await openCli();
  await put(cli, FILE, SOURCE);
  return cli;
};
const header = (input = FILE): string[] => [
  'generate',
  'licence-header',
  '-a',
  `input=${input}`,
  '-a',
  'holder=Ann',
  '-a',
  'year=2026',
  '-a',
  'comment_style=slashes',
];

type Refused = { readonly error: { readonly code: string; readonly message: string; readonly field?: string } };
type Document = { readonly input: object; readonly files: readonly object[]; readonly generationId: string };

describe('a template that works on an existing file', () => {
  it('rewrites it without --force, keeps its rights, and records what it was', async () => {
    const cli = await withSource();
    await chmod(join(cli.cwd, FILE), 0o640);
    const generation = await cli.json<Document>(header());
    expect(await cli.read(FILE)).toBe(HEADER + SOURCE);
    expect((await stat(join(cli.cwd, FILE))).mode & 0o777).toBe(0o640);
    const input = { path: FILE, sha256: sha256(SOURCE), bytes: SOURCE.length };
    expect(generation).toMatchObject({ input, files: [{ path: FILE, state: 'overwritten' }] });
    const [requested] = await cli.events('GenerationRequested');
    expect(requested!.data.input).toEqual(input);
    expect((await cli.events('ContentStored')).map(({ data }) => data.sha256)).toContain(sha256(SOURCE));
  });

  it('is verified from the events alone, after the file is gone', async () => {
    const cli = await withSource();
    const { generationId } = await cli.json<Document>(header());
    await rm(join(cli.cwd, 'src'), { recursive: true });
    expect(await cli.json(['trace', generationId, '--verify'])).toMatchObject({ verification: { identical: true } });
  });

  it('is regenerated from the file as it was then', async () => {
    const cli = await withSource();
    await cli.json(header());
    for (const holder of ['Bo', 'Cy']) {
      await writeFile(join(cli.cwd, ANSWERS), (await cli.read(ANSWERS)).replace(/^holder: .*$/m, `holder: ${holder}`));
      expect(await cli.json(['regenerate', FILE])).toMatchObject({ input: { sha256: sha256(SOURCE) }, files: [{ state: 'overwritten' }] });
      expect(await cli.read(FILE)).toBe(HEADER.replace('Ann', holder) + SOURCE);
    }
    expect(await cli.json(['trace', FILE, '--verify'])).toMatchObject({
      file: { condition: 'as-generated' },
      verification: { identical: true },
    });
  });

  it('is regenerated for another file that the answers name since, read as it is now', async () => {
    const cli = await withSource();
    await put(cli, 'src/tax.ts', 'export const tax = 2;\n');
    await cli.json(header());
    await writeFile(join(cli.cwd, ANSWERS), (await cli.read(ANSWERS)).replace(FILE, 'src/tax.ts'));
    await cli.json(['regenerate', FILE]);
    expect(await cli.read('src/tax.ts')).toBe(`${HEADER.replaceAll('\r\n', '\n')}export const tax = 2;\n`);
  });

  it('is not regenerated over edits by hand, nor where its text of then is not on record', async () => {
    const cli = await withSource();
    await cli.json(header());
    const elsewhere = join(dirname(cli.home), 'another-home');
    const { error } = await cli.json<Refused>(['regenerate', FILE], { status: 1, env: { FORMWORK_HOME: elsewhere } });
    expect(error).toMatchObject({ code: 'INPUT_NOT_RECORDED', message: expect.stringContaining('src/pricing.ts') });
    await writeFile(join(cli.cwd, FILE), `${HEADER}${SOURCE}export const mine = 2;\r\n`);
    await writeFile(join(cli.cwd, ANSWERS), (await cli.read(ANSWERS)).replace('holder: Ann', 'holder: Bo'));
    expect(await cli.json<Refused>(['regenerate', FILE], { status: 3 })).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await cli.read(FILE)).toContain('mine');
  });

  it('does not put a second header above the first, since the answers file stands in the way', async () => {
    const cli = await withSource();
    await cli.json(header());
    const { error } = await cli.json<Refused>([...header(), '-a', 'license=ISC'], { status: 1 });
    expect(error).toMatchObject({ code: 'FILE_EXISTS', message: expect.stringContaining(ANSWERS) });
    expect(await cli.read(FILE)).toBe(HEADER + SOURCE);
  });

  it('overwrites that one file alone', async () => {
    const cli = await withSource();
    const folder = join(dirname(cli.home), 'pair');
    await mkdir(folder);
    const manifest = {
      ...{ id: 'pair', spec_version: '1.0.0', questions: [{ name: 'input', type: 'path', prompt: 'File?' }] },
      files: ['{{input}}', 'other.ts'].map((path) => ({ path, template: 'body' })),
    };
    await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'body'), '// seen\n{{input_text}}');
    await cli.json(['template', 'publish', folder]);
    await put(cli, 'other.ts', 'mine\n');
    const { error } = await cli.json<Refused>(['generate', 'pair', '-a', `input=${FILE}`], { status: 1 });
    expect(error).toMatchObject({ code: 'FILE_EXISTS', message: expect.stringMatching(/^other\.ts exists/) });
    expect(await cli.read(FILE)).toBe(SOURCE);
  });

  it('shows in a dry run what would stand there', async () => {
    const cli = await withSource();
    expect(await cli.json([...header(), '--dry-run'])).toMatchObject({
      files: [{ path: FILE, state: 'overwritten', content: HEADER + SOURCE }, {}],
    });
    expect(await cli.read(FILE)).toBe(SOURCE);
  });

  it.each<{
    readonly what: string;
    readonly input?: string;
    readonly make?: (cli: Cli) => Promise<unknown>;
    readonly code: string;
    readonly says: string;
  }>([
    { what: 'a file that is not there', input: 'src/none.ts', code: 'INPUT_MISSING', says: 'which does not exist in' },
    { what: 'a file in a file', input: `${FILE}/x.ts`, code: 'INPUT_MISSING', says: 'which does not exist in' },
    { what: 'a folder', input: 'src', code: 'INPUT_NO_FILE', says: 'which is not a file' },
    { what: 'a path that leaves the destination', input: '../x.ts', code: 'INPUT_UNSAFE', says: 'has the part ".."' },
    { what: 'an absolute path', input: '/etc/passwd', code: 'INPUT_UNSAFE', says: 'is absolute' },
    { what: 'binary data', make: (cli) => put(cli, FILE, new Uint8Array([97, 0, 98])), code: 'INPUT_NOT_TEXT', says: 'is a binary file' },
    {
      what: 'another encoding',
      make: (cli) => put(cli, FILE, new Uint8Array([0xe9, 0x0a])),
      code: 'INPUT_NOT_TEXT',
      says: 'is not UTF-8 text',
    },
    {
      what: 'more than 1 MiB',
      make: (cli) => truncate(join(cli.cwd, FILE), 1024 * 1024 + 1),
      code: 'INPUT_TOO_LARGE',
      says: 'larger than 1048576 bytes',
    },
    {
      what: 'a link',
      input: 'link.ts',
      make: (cli) => symlink(FILE, join(cli.cwd, 'link.ts')),
      code: 'INPUT_THROUGH_LINK',
      says: '"link.ts" is a symbolic link',
    },
    {
      what: 'a file behind a link',
      input: 'linked/pricing.ts',
      make: (cli) => symlink('src', join(cli.cwd, 'linked')),
      code: 'INPUT_THROUGH_LINK',
      says: '"linked" is a symbolic link',
    },
  ])('refuses $what in one sentence, and records nothing', async ({ input = FILE, make, code, says }) => {
    const cli = await withSource();
    await make?.(cli);
    const { error } = await cli.json<Refused>(header(input), { status: 1 });
    expect(error).toMatchObject({ code, field: 'input', message: expect.stringContaining(says) });
    expect(error.message).toContain(`"input" names "${input}"`);
    expect(await cli.events('GenerationRequested')).toEqual([]);
  });
});
