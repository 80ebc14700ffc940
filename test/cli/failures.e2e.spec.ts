import { describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCli, type Cli } from '../support/cli.js';

const generate = async (cli: Cli, reference: string, folder: string): Promise<string> =>
  (await cli.json<{ generationId: string }>(['generate', reference, folder])).generationId;

const publish = async (cli: Cli, version: string): Promise<void> => {
  const folder = join(cli.home, '..', `note-${version}`);
  await mkdir(folder);
  const questions = [{ name: 'loud', type: 'boolean', prompt: 'Loud?', default: true }];
  const manifest = { id: 'note', spec_version: version, questions, files: [{ path: 'note.txt', template: 'note.txt' }] };
  await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'note.txt'), 'note');
  await cli.json(['template', 'publish', folder]);
};

type Failures = { items: { generationId: string; verdict: string; failedBy: { source: string; message: string }[] }[]; next?: string };

describe('formwork failures', () => {
  it('lists what failed by the latest word of each source, the newest first, by version and in pages', async () => {
    const cli = await openCli();
    for (const version of ['1.0.0', '1.1.0']) await publish(cli, version);
    const old = await generate(cli, 'note', 'b');
    const fails = await generate(cli, 'note@1.1', 'c');
    const unlucky = await generate(cli, 'note@1.1', 'd');
    await cli.json(['outcome', old, '--failure', '--message', 'does not build', '--source', 'ci']);
    await cli.json(['outcome', fails, '--failure', '--message', 'too loud']);
    await cli.json(['outcome', fails, '--success', '--source', 'ci']);
    await cli.json(['outcome', unlucky, '--failure', '--infrastructure', '--message', 'no network']);

    const failures = (...args: readonly string[]) => cli.json<Failures>(['failures', 'note', ...args]);
    const { items } = await failures();
    expect(
      items.map(({ generationId, verdict, failedBy }) => [generationId, verdict, failedBy.map(({ source, message }) => [source, message])]),
    ).toEqual([
      [unlucky, 'infrastructure', [['user', 'no network']]],
      [fails, 'failed', [['user', 'too loud']]],
      [old, 'failed', [['ci', 'does not build']]],
    ]);
    expect(items[2]).toMatchObject({ templateVersion: '1.0.0', destination: join(cli.cwd, 'b'), answers: [{ name: 'loud', value: true }] });
    expect((await failures('--version', '1.0')).items.map(({ generationId }) => generationId)).toEqual([old]);
    const first = await failures('--limit', '2', '--since', '1h');
    const second = await failures('--limit', '2', '--cursor', first.next!);
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.next).toBeUndefined();

    const { stdout } = await cli.run(['failures', 'note@1.1.0']);
    expect(stdout).toContain(`note@1.1.0  ${join(cli.cwd, 'd')}  infrastructure\n`);
    expect(stdout).toMatch(new RegExp(`note@1\\.1\\.0  .*/c\n  user  too loud \\(.*\\)\n  loud = true\n  generation ${fails}\n`));
  });

  it('refuses what it cannot list', async () => {
    const cli = await openCli();
    await publish(cli, '1.0.0');
    const refusals = [
      [['no-such'], 1, 'TEMPLATE_UNKNOWN'],
      [['note', '--version', '9'], 1, 'TEMPLATE_VERSION_UNKNOWN'],
      [['note', '--limit', '0'], 2, 'USAGE'],
      [['note', '--since', 'soon'], 2, 'USAGE'],
      [['note@1.0.0', '--version', '1.1.0'], 2, 'USAGE'],
      [['note', '--cursor', 'x'], 1, 'CURSOR_INVALID'],
    ] as const;
    for (const [args, status, code] of refusals)
      expect(await cli.json(['failures', ...args], { status })).toMatchObject({ error: { code } });
  });

  it('has nothing to list of a shipped template that nobody used', async () => {
    expect(await (await openCli()).json(['failures', 'elixir-genserver-cache'])).toEqual({ items: [] });
  });
});
