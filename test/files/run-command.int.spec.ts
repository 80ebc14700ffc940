import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../src/files/run-command.js';
import { bundleScript } from './support/child-script.js';
import { temporaryFolders } from './support/trees.js';

const newFolder = temporaryFolders();

const sink = () => {
  const chunks: Buffer[] = [];
  const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) });
  return Object.assign(stream, { bytes: () => Buffer.concat(chunks), text: () => Buffer.concat(chunks).toString() });
};
const run = async (...argv: readonly string[]) => {
  const [stdout, stderr] = [sink(), sink()];
  return { ...(await runCommand(argv, { stdout, stderr })), stdout, stderr };
};
const node = (script: string, ...args: string[]) => run(process.execPath, '-e', script, ...args);

describe('runCommand', () => {
  it.each([0, 1, 2, 125, 255])('answers with the command’s own status %d', async (status) => {
    expect((await run('sh', '-c', `exit ${status}`)).exitStatus).toBe(status);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGKILL', 137],
    ['SIGSEGV', 139],
  ])('answers %s as shells do', async (signal, exitStatus) => {
    expect(await run('sh', '-c', `kill -${signal.slice(3)} $$`)).toMatchObject({ exitStatus, signal });
  });

  it('passes arguments as they are, through no shell', async () => {
    const { stdout } = await node('process.stdout.write(JSON.stringify(process.argv.slice(1)))', 'a b', '$HOME', '"*"', '--flag', '');
    expect(JSON.parse(stdout.text())).toEqual(['a b', '$HOME', '"*"', '--flag', '']);
  });

  it('passes every byte on to where it belongs and keeps both streams in one log', async () => {
    const { stdout, stderr, log } = await node(
      'process.stdout.write("out\\n", () => setTimeout(() => process.stderr.write(Buffer.from([0, 255, 10])), 50))',
    );
    expect(stdout.text()).toBe('out\n');
    expect(stderr.bytes().equals(Buffer.from([0, 255, 10]))).toBe(true);
    expect(log).toBe('out\n\0\ufffd\n');
  });

  it('passes on much more than it keeps, at the pace of a slow reader', async () => {
    let bytes = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => ((bytes += chunk.length), setImmediate(done)),
    });
    const { log } = await runCommand([process.execPath, '-e', 'process.stdout.write(Buffer.alloc(8_000_000, "x"))'], {
      stdout: slow,
      stderr: sink(),
    });
    expect(bytes).toBe(8_000_000);
    expect(log).toContain(`… ${8_000_000 - 1024 * 1024} bytes left out …`);
  });

  it('tells how long it took', async () => {
    const { seconds } = await node('setTimeout(() => {}, 200)');
    expect(seconds).toBeGreaterThan(0.2);
    expect(seconds).toBeLessThan(20);
  });

  it('says when there is no such command, or none that can be executed', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'text'), 'x');
    chmodSync(join(folder, 'text'), 0o644);
    await expect(run('formwork-no-such-command')).rejects.toMatchObject({
      code: 'COMMAND_NOT_FOUND',
      message: 'there is no command formwork-no-such-command',
    });
    await expect(run(join(folder, 'text'))).rejects.toMatchObject({ code: 'COMMAND_NOT_EXECUTABLE' });
    await expect(run()).rejects.toMatchObject({ code: 'COMMAND_NOT_FOUND', message: 'no command is given' });
  });

  it('does not wait for ever for something the command left running', async () => {
    const mark = join(newFolder(), 'pid');
    const began = performance.now();
    const { exitStatus, stdout } = await run('sh', '-c', `sleep 60 & echo $! > ${mark}; echo done`);
    expect({ exitStatus, text: stdout.text() }).toEqual({ exitStatus: 0, text: 'done\n' });
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(existsSync(mark)).toBe(true);
    spawnSync('sh', ['-c', `kill $(cat ${mark})`]);
  });

  it('ends a command whose reader is gone, as a pipe would', async () => {
    const gone = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })) });
    const { exitStatus } = await runCommand(['yes'], { stdout: gone, stderr: sink() });
    expect([1, 141]).toContain(exitStatus);
  });

  it('asks for colours only where a terminal will show them and nobody decided otherwise', async () => {
    const report = [process.execPath, '-e', 'process.stdout.write(`${process.env.FORCE_COLOR} ${process.env.CLICOLOR_FORCE}`)'];
    const kept = { FORCE_COLOR: process.env.FORCE_COLOR, NO_COLOR: process.env.NO_COLOR };
    delete process.env.FORCE_COLOR;
    delete process.env.NO_COLOR;
    try {
      const told = async (isTTY: boolean) => {
        const stdout = Object.assign(sink(), { isTTY });
        await runCommand(report, { stdout, stderr: sink() });
        return stdout.text();
      };
      expect([await told(true), await told(false)]).toEqual(['1 1', 'undefined undefined']);
      process.env.NO_COLOR = '1';
      expect(await told(true)).toBe('undefined undefined');
    } finally {
      delete process.env.NO_COLOR;
      for (const [name, value] of Object.entries(kept)) if (value !== undefined) process.env[name] = value;
    }
  });

  it('leaves no signal handlers behind', async () => {
    const count = () => (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => process.listenerCount(signal));
    const before = count();
    await run('true');
    await run('formwork-no-such-command').catch(() => undefined);
    expect(count()).toEqual(before);
  });
});

describe('a process that runs a command', () => {
  let script: ReturnType<typeof bundleScript>;
  beforeAll(() => {
    script = bundleScript('running-child');
  });
  afterAll(() => script.remove());

  it('gives it its own stdin', () => {
    const { stdout, status } = spawnSync(process.execPath, [script.path, 'sh', '-c', 'cat; exit 7'], {
      input: 'typed\n',
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: 'typed\n', status: 7 });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('hands %s on and lives to tell how the command ended', async (signal) => {
    const handler = `process.on("${signal}", () => { process.stdout.write("got it"); process.exit(42); }); process.stdout.write("ready\\n"); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, [script.path, process.execPath, '-e', handler], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed === 'ready\n') child.kill(signal);
    });
    expect(await once(child, 'close')).toEqual([42, null]);
    expect(printed).toBe('ready\ngot it');
  });
});
