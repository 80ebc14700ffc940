import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { runTool } from '../../src/checks/run-tool.js';
import { temporaryFolder } from '../support/temporary.js';
import { hanging, isAlive, pidIn, startingAnother, until } from './support/processes.js';

const node = (script: string, ...args: readonly string[]): readonly string[] => [process.execPath, '-e', script, ...args];
const LONG_MS = 20_000;

describe('runTool', () => {
  it('runs in the folder it is given, without input, and keeps what both streams print', async () => {
    const cwd = await temporaryFolder();
    const script = `console.log(process.cwd()); console.error(require('node:fs').readFileSync(0, 'utf8') === '' ? 'no input' : 'input'); process.exit(3)`;
    const run = await runTool(node(script), { cwd, timeoutMs: LONG_MS });
    expect(run).toMatchObject({ end: 'exited', exitStatus: 3 });
    expect(run.output.split('\n').sort()).toEqual([expect.stringContaining(cwd), 'no input']);
  });

  it('keeps the beginning and the end of long output, and no colours', async () => {
    const script = `console.log('\\u001b[31mfirst\\u001b[0m' + 'x'.repeat(3_000_000) + 'last')`;
    const { output } = await runTool(node(script), { cwd: await temporaryFolder(), timeoutMs: LONG_MS });
    expect(output).toMatch(/^firstx+\n… \d+ characters left out …\nx+last$/);
    expect(output.length).toBeLessThan(17_000);
  });

  it('tells a tool that a signal ended from one that failed', async () => {
    const run = await runTool(node(`process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1e6)`), {
      cwd: await temporaryFolder(),
      timeoutMs: LONG_MS,
    });
    expect(run).toMatchObject({ end: 'killed', signal: 'SIGTERM' });
  });

  it('ends a tool that hangs, and what it started, when time is up', async () => {
    const cwd = await temporaryFolder();
    const pidFile = join(cwd, 'pid');
    const run = await runTool(hanging(pidFile), { cwd, timeoutMs: 1_000 });
    expect(run).toEqual({ end: 'timed-out', output: 'started' });
    const pid = await pidIn(pidFile);
    await until(() => !isAlive(pid));
    expect(isAlive(pid)).toBe(false);
  });

  it('does not wait for what a finished tool has left running', async () => {
    const cwd = await temporaryFolder();
    const pidFile = join(cwd, 'pid');
    const run = await runTool(startingAnother(pidFile, 'process.exit(0)'), { cwd, timeoutMs: LONG_MS });
    expect(run).toMatchObject({ end: 'exited', exitStatus: 0 });
    const pid = await pidIn(pidFile);
    await until(() => !isAlive(pid));
    expect(isAlive(pid)).toBe(false);
  });

  it('ends with the reason of the signal once that is aborted', async () => {
    const cwd = await temporaryFolder();
    const pidFile = join(cwd, 'pid');
    const stop = new AbortController();
    const run = runTool(hanging(pidFile), { cwd, timeoutMs: LONG_MS, signal: stop.signal });
    const pid = await pidIn(pidFile);
    stop.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
    await until(() => !isAlive(pid));
    await expect(runTool(node(''), { cwd, timeoutMs: LONG_MS, signal: stop.signal })).rejects.toThrow('enough');
  });

  it('says why a tool could not be started', async () => {
    const run = await runTool(['no-such-tool-anywhere'], { cwd: await temporaryFolder(), timeoutMs: LONG_MS });
    expect(run).toEqual({ end: 'not-started', errno: 'ENOENT', output: '' });
  });
});
