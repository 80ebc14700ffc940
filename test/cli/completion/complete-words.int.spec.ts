import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { completeWords } from '../../../src/cli/completion/complete-words.js';
import { declareVerbs } from '../../../src/cli/verbs.js';
import { publishTemplate } from '../../../src/commands/publish-template.js';
import { openFormwork, openToLook } from '../../../src/composition.js';
import { readTemplateFolder } from '../../../src/files/template-folder.js';
import { temporaryFolder } from '../../support/temporary.js';

const packageRoot = pathToFileURL(`${fileURLToPath(new URL('../../..', import.meta.url))}/`);
const CACHE = 'elixir-genserver-cache';

/** What is offered for a line that ends where the cursor is, in a home of its own. */
const completing = async () => {
  const home = join(await temporaryFolder(), 'home');
  const program = new Command('formwork');
  declareVerbs(program, '1.0.0', () => Promise.reject(new Error('nothing is performed')));
  const complete = async (line: string) => {
    const looking = await openToLook({ FORMWORK_HOME: home }, packageRoot);
    const completions = await completeWords(program, line.split(' '), () => Promise.resolve(looking));
    await looking.close();
    return completions;
  };
  const offered = async (line: string) => (await complete(line)).candidates.map(({ value }) => value);
  return { home, complete, offered };
};

const publish = async (home: string, versions: readonly string[]): Promise<void> => {
  const formwork = await openFormwork({ FORMWORK_HOME: home }, packageRoot);
  for (const version of versions) {
    const folder = join(await temporaryFolder(), 'template');
    await mkdir(folder);
    const questions = [
      { name: 'shape', type: 'choice', prompt: 'Shape?', choices: ['round', { value: 'square', label: 'With corners' }] },
      { name: 'parts', type: 'multi_choice', prompt: 'Parts?', choices: ['a', 'b', 'c', '{{shape}}'] },
      { name: 'where', type: 'path', prompt: 'Where {{shape}}?' },
      { name: 'shout', type: 'computed', value: '{{shape}}!' },
    ];
    const manifest = {
      id: 'team:thing',
      spec_version: version,
      description: `Version ${version}`,
      questions,
      files: [{ path: 'a', template: 'a' }],
    };
    await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'a'), '');
    await publishTemplate(
      formwork.ports,
      await readTemplateFolder(folder),
      { activate: false, origin: 'folder' },
      formwork.metadata('project'),
    );
  }
  await formwork.close();
};

describe('Completion', () => {
  it('offers verbs, verbs of verbs and options, as the help lists them', async () => {
    const { offered, complete } = await completing();
    expect(await offered('')).toEqual(expect.arrayContaining(['generate', 'template', 'run', 'completion']));
    expect(await offered('')).not.toContain('complete');
    expect(await offered('gen')).toEqual(['generate']);
    expect(await offered('template a')).toEqual(['activate']);
    expect(await offered('template list x')).toEqual([]);
    expect(await offered('failures --s')).toEqual(['--since']);
    expect(await offered('outcome --success --s')).toEqual(['--score', '--source']);
    expect(await offered('generate --answer a=1 --ans')).toEqual(['--answer', '--answers']);
    expect(await offered('completion ')).toEqual(['bash', 'zsh', 'fish']);
    expect((await complete('gen')).candidates[0]?.description).toMatch(/files/);
  });

  it('offers what can stand for a value, by its name in the help', async () => {
    const { complete, offered } = await completing();
    expect((await complete('trace ')).byShell).toEqual({ kind: 'files' });
    expect((await complete('template publish ')).byShell).toEqual({ kind: 'folders' });
    expect((await complete('outcome x --log ')).byShell).toEqual({ kind: 'files' });
    expect((await complete('generate x --answers=')).byShell).toEqual({ kind: 'files' });
    expect(await complete('outcome x --score ')).toEqual({ candidates: [], goesOn: false });
    expect(await offered('run --s')).toEqual(['--source', '--score']);
    expect((await complete('run --source ci np')).byShell).toEqual({ kind: 'command', word: 3 });
    expect((await complete('run -- npm test --')).byShell).toEqual({ kind: 'command', word: 2 });
  });

  it('offers shipped templates and their questions where nothing was ever recorded, and leaves it at that', async () => {
    const { home, offered } = await completing();
    expect(await offered('generate elixir-g')).toEqual([CACHE]);
    expect(await offered(`generate ${CACHE}@`)).toEqual([`${CACHE}@1.0.0`]);
    expect(await offered(`template activate ${CACHE}`)).toEqual([`${CACHE}@`]);
    expect(await offered(`generate ${CACHE} -a `)).toEqual(['use_ets=', 'ttl_minutes=', 'supervisor_strategy=']);
    expect(await offered(`generate ${CACHE} -a use_ets=true --answer=`)).toEqual([
      '--answer=ttl_minutes=',
      '--answer=supervisor_strategy=',
    ]);
    expect(await offered(`generate ${CACHE} -ause_ets=`)).toEqual(['-ause_ets=true', '-ause_ets=false']);
    expect(await offered(`generate ${CACHE} --answer=supervisor_strategy=r`)).toEqual(['--answer=supervisor_strategy=rest_for_one']);
    expect(await offered(`generate no-such -a `)).toEqual([]);
    await expect(readdir(home)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('offers published templates, versions and answers, and changes nothing', async () => {
    const { home, complete, offered } = await completing();
    await publish(home, ['1.0.0', '1.10.0', '1.9.0']);
    const before = await readFile(join(home, 'events.db'));
    expect(await offered('generate team:')).toEqual(['team:thing']);
    expect(await offered('generate elixir-g')).toEqual([CACHE]);
    expect(await offered('generate team:thing@1')).toEqual(['team:thing@1.10.0', 'team:thing@1.9.0', 'team:thing@1.0.0']);
    expect(await offered('template rollback team:thing --to ')).toEqual(['1.10.0', '1.9.0', '1.0.0']);
    expect((await complete('generate team:thing@1.9 -a ')).candidates).toEqual([
      { value: 'shape=', description: 'Shape?' },
      { value: 'parts=', description: 'Parts?' },
      { value: 'where=' },
    ]);
    expect((await complete('generate team:thing -a shape=')).candidates).toEqual([
      { value: 'shape=round' },
      { value: 'shape=square', description: 'With corners' },
    ]);
    expect(await offered('generate team:thing -a parts=b,')).toEqual(['parts=b,a', 'parts=b,c']);
    expect((await complete('generate team:thing -a where=')).byShell).toEqual({ kind: 'files' });
    expect(await offered('generate team:thing -a shout=')).toEqual([]);
    expect(await offered('generate team:thing@7 -a ')).toEqual([]);
    expect((await readFile(join(home, 'events.db'))).equals(before)).toBe(true);
  });

  it('knows the questions of the template that a file was generated from', async () => {
    const { offered } = await completing();
    const file = join(await temporaryFolder(), 'cache.ex');
    const answers = `_template_id: ${CACHE}\n_template_version: 1.0.0\n_generation_id: 01890000-0000-7000-8000-000000000000\n_content_sha256: ${'a'.repeat(64)}\n`;
    await writeFile(`${file}.template-answers.yml`, answers);
    expect(await offered(`regenerate ${file} -a use`)).toEqual(['use_ets=']);
  });
});
