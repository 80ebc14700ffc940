import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCli, type Cli } from '../support/cli.js';
import { readSession, runSession } from '../support/console-session.js';

const CACHE = 'elixir-genserver-cache';
const bin = fileURLToPath(new URL('../../bin/formwork.js', import.meta.url));

/** In a folder of its own, with files generated into folders of it. */
const generated = async (...folders: readonly string[]): Promise<{ cli: Cli; ids: readonly string[] }> => {
  const cli = await openCli();
  const ids: string[] = [];
  for (const folder of folders) ids.push((await cli.json<{ generationId: string }>(['generate', CACHE, folder])).generationId);
  return { cli, ids };
};

const outcomes = async (cli: Cli) => (await cli.events('OutcomeRecorded')).map(({ data }) => data);

describe('formwork run', () => {
  it('passes on what the command prints and how it ends, and records that for every generated file', async () => {
    const { cli, ids } = await generated('a', 'b');
    const script = 'process.stdout.write(JSON.stringify(process.argv.slice(2)) + "\\u00ff"); process.stderr.write("on the side\\n")';
    await writeFile(join(cli.cwd, 'print.mjs'), script);
    const { stdout, stderr, status } = await cli.run(['run', 'node', 'print.mjs', '--', '--json', '-q', 'a b']);
    expect({ stdout, stderr, status }).toEqual({
      stdout: '["--","--json","-q","a b"]ÿ',
      stderr: 'on the side\nformwork: recorded a success for 2 generations\n',
      status: 0,
    });
    const recorded = await outcomes(cli);
    expect(recorded.map(({ generationId }) => generationId)).toEqual(expect.arrayContaining([...ids]));
    for (const outcome of recorded)
      expect(outcome).toMatchObject({ success: true, source: 'run', exitStatus: 0, seconds: expect.any(Number), message: 'exit status 0' });
    const [content] = (await cli.events('ContentStored')).filter(({ data }) => data.sha256 === recorded[0]?.log);
    expect(content?.data.body).toContain('on the side\n');
  });

  it('records a failure for the generations that the output names, with the line that says what is wrong', async () => {
    const { cli, ids } = await generated('a', 'b');
    const line = 'echo "compiling"; echo "b/lib/cache.ex:3: error: undefined function" >&2; exit 3';
    const { status, stderr } = await cli.run(['run', '--source', 'ci', '--score', '0.25', '--', 'sh', '-c', line]);
    expect(status).toBe(3);
    expect(stderr).toContain('formwork: recorded a failure for 1 of 2 generations: the output names b/lib/cache.ex\n');
    expect(await outcomes(cli)).toMatchObject([
      {
        generationId: ids[1],
        success: false,
        source: 'ci',
        score: 0.25,
        exitStatus: 3,
        message: 'b/lib/cache.ex:3: error: undefined function',
      },
    ]);
  });

  it('records a failure that names no file for all of them, and with --json says so alone on standard output', async () => {
    const { cli, ids } = await generated('a', 'b');
    const { stdout, stderr, status } = await cli.run(['run', '--json', '--', 'sh', '-c', 'echo out; exit 1']);
    expect({ stderr, status }).toEqual({ stderr: 'out\nformwork: recorded a failure for 2 generations\n', status: 1 });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{
        exitStatus: 1,
        success: false,
        source: 'run',
        message: 'exit status 1',
        stopped: false,
        log: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      items: ids.map((generationId, index) => ({ generationId, templateId: CACHE, files: [`${'ab'[index]}/lib/cache.ex`] })),
    });
  });

  it('leaves out files that are gone, and generations that others replaced', async () => {
    const { cli } = await generated('a', 'b');
    await rm(join(cli.cwd, 'a/lib/cache.ex'));
    const replacing = await cli.json<{ generationId: string }>(['generate', CACHE, 'b', '-a', 'ttl_minutes=9', '--force']);
    const { stderr } = await cli.run(['run', 'true']);
    expect(stderr).toBe('formwork: recorded a success for 1 generation\n');
    expect((await outcomes(cli)).map(({ generationId }) => generationId)).toEqual([replacing.generationId]);
  });

  it('means the generation that stands there, after an earlier one was brought back with its answers file', async () => {
    const { cli, ids } = await generated('a');
    const files = ['cache.ex', 'cache.ex.template-answers.yml'];
    await mkdir(join(cli.cwd, 'kept'));
    for (const file of files) await copyFile(join(cli.cwd, 'a/lib', file), join(cli.cwd, 'kept', file));
    await cli.json(['generate', CACHE, 'a', '-a', 'ttl_minutes=9', '--force']);
    for (const file of files) await copyFile(join(cli.cwd, 'kept', file), join(cli.cwd, 'a/lib', file));
    await cli.run(['run', 'false']);
    expect((await outcomes(cli)).map(({ generationId }) => generationId)).toEqual(ids);
  });

  it('runs the command where nothing was generated, reads its standard input, and keeps quiet when asked', async () => {
    const cli = await openCli();
    const { stderr, status } = await cli.run(['run', '--', 'sh', '-c', 'exit 7']);
    expect({ stderr, status }).toEqual({ stderr: 'formwork: nothing recorded: no generated file stands in this project\n', status: 7 });
    const env = { PATH: process.env.PATH, FORMWORK_HOME: cli.home };
    const piped = spawnSync(process.execPath, [bin, 'run', '--quiet', 'cat'], { cwd: cli.cwd, env, input: 'typed', encoding: 'utf8' });
    expect({ stdout: piped.stdout, stderr: piped.stderr, status: piped.status }).toEqual({ stdout: 'typed', stderr: '', status: 0 });
  });

  it('gives the command the environment it would have without us', async () => {
    const cli = await openCli();
    await writeFile(join(cli.cwd, '.env'), 'FROM_DOT_ENV=1\nGIVEN=other\n');
    const { stdout } = await cli.run(['run', '--', 'sh', '-c', 'echo "${FROM_DOT_ENV-none} $GIVEN"'], { env: { GIVEN: 'given' } });
    expect(stdout).toBe('none given\n');
  });

  it('keeps secrets of generated files out of the log and the message', async () => {
    const cli = await openCli();
    const folder = join(cli.home, '..', 'template');
    await mkdir(folder);
    const questions = [{ name: 'token', type: 'secret', prompt: 'Token?' }];
    const manifest = { id: 'env', spec_version: '1.0.0', questions, files: [{ path: 'app.env', template: 'app.env' }] };
    await writeFile(join(folder, 'template.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'app.env'), 'TOKEN={{token}}\n');
    await cli.json(['template', 'publish', folder]);
    await cli.json(['generate', 'env', '-a', 'token=hunter2-secret']);
    const { stdout } = await cli.run(['run', '--', 'sh', '-c', '. ./app.env; echo "Error: bad token $TOKEN"; exit 1']);
    expect(stdout).toBe('Error: bad token hunter2-secret\n');
    expect(await outcomes(cli)).toMatchObject([{ message: 'Error: bad token ‹secret:token›' }]);
    expect(JSON.stringify(await cli.events())).not.toContain('hunter2');
  });
});

describe('formwork run, ended in other ways', () => {
  it('says with 127 and 126 what cannot be run, refuses wrong usage, and records nothing', async () => {
    const { cli } = await generated('a');
    await writeFile(join(cli.cwd, 'plain.txt'), '');
    const ends = [
      [['no-such-command'], 127, 'there is no command no-such-command'],
      [['./plain.txt'], 126, './plain.txt is not executable'],
      [['--score', '7', 'sh', '-c', 'echo ran'], 125, 'a score lies between 0 and 1'],
      [['--score', 'high', 'sh', '-c', 'echo ran'], 2, '--score "high" is not a number'],
      [['--colour', 'sh'], 2, '--colour'],
      [[], 2, 'command'],
    ] as const;
    for (const [args, status, says] of ends) {
      const result = await cli.run(['run', ...args]);
      expect(result).toMatchObject({ status, stdout: '', stderr: expect.stringContaining(says) });
    }
    expect(await outcomes(cli)).toEqual([]);
  });

  it('records nothing when somebody stops the command, or stops reading', async () => {
    const { cli } = await generated('a');
    const running = cli.start(['run', '--', 'sh', '-c', 'echo ready; exec sleep 60']);
    running.stderr!.resume();
    await once(running.stdout!, 'data');
    running.kill('SIGINT');
    expect(await once(running, 'close')).toEqual([130, null]);
    const env = { PATH: process.env.PATH, FORMWORK_HOME: cli.home, NODE: process.execPath, BIN: bin };
    const line = '"$NODE" "$BIN" run yes | head -n 1; test ${PIPESTATUS[0]} -ne 0';
    const piped = spawnSync('bash', ['-c', line], { cwd: cli.cwd, env, encoding: 'utf8' });
    expect({ status: piped.status, stdout: piped.stdout }).toEqual({ status: 0, stdout: 'y\n' });
    expect(piped.stderr).toContain('formwork: stopped; nothing recorded');
    expect(await outcomes(cli)).toEqual([]);
  });

  it('ends as shells do for signals, and marks what says nothing about the code', async () => {
    const { cli } = await generated('a');
    expect((await cli.run(['run', '--', 'sh', '-c', 'kill -ABRT $$'])).status).toBe(134);
    expect((await cli.run(['run', '--', 'sh', '-c', 'kill -KILL $$'])).status).toBe(137);
    expect((await cli.run(['run', '--', 'sh', '-c', 'no-such-tool'])).status).toBe(127);
    const recorded = await outcomes(cli);
    expect(recorded.map(({ message, infrastructure }) => [message, infrastructure])).toEqual([
      ['ended by SIGABRT', undefined],
      ['ended by SIGKILL', true],
      [expect.stringContaining('not found'), true],
    ]);
  });

  it('runs the command, and ends with 125 and a reason, where the outcome cannot be recorded', async () => {
    const cli = await openCli();
    const env = { FORMWORK_DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' };
    const { stdout, stderr, status } = await cli.run(['run', '--', 'sh', '-c', 'echo ran; exit 4'], { env });
    expect({ stdout, status }).toEqual({ stdout: 'ran\n', status: 125 });
    expect(stderr).toMatch(/^formwork: the command ended with exit status 4, but its outcome could not be recorded: /);
    const asJson = await cli.run(['run', '--json', 'true'], { env });
    expect(asJson.status).toBe(125);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: 'DATABASE_UNREACHABLE', hint: expect.any(String) } });
  });
});

it('Recording outcomes goes as its page shows it', async () => {
  const session = await readSession('docs/how-to/record-outcomes.md');
  expect(session.length).toBeGreaterThan(5);
  expect(await runSession(session)).toEqual(session);
});
