import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { isGone, thisProcess } from '../../src/files/process-identity.js';

const MINUTE = 60_000;
const [pid, started, boot, space, host] = thisProcess().split('-');
const token = (fields: { pid?: number; started?: string; boot?: string; space?: string; host?: string }): string =>
  [fields.pid ?? pid, fields.started ?? started, fields.boot ?? boot, fields.space ?? space, fields.host ?? host].join('-');
const hasProc = existsSync('/proc/self/stat');
if (!hasProc) process.stderr.write('no /proc here: start times of processes, boots and containers cannot be told apart\n');

describe('isGone', () => {
  it('not this process, however long it is silent', () => expect(isGone(thisProcess(), 1_000 * MINUTE)).toBe(false));

  it('not another one that runs; gone once it has ended', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const alive = token({ pid: other.pid!, started: '' });
    expect(isGone(alive, 0)).toBe(false);
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('close', resolve));
    expect(isGone(alive, 0)).toBe(true);
    expect(isGone(token({ pid: other.pid! }), 0)).toBe(true);
  });

  (hasProc ? it : it.skip)('a process whose pid another one has now', () => expect(isGone(token({ started: '1' }), 0)).toBe(true));

  (hasProc ? it : it.skip)('every process of an earlier boot of this machine', () =>
    expect(isGone(token({ boot: 'abcdefabcdef' }), 0)).toBe(true),
  );

  (hasProc ? it : it.skip)('a process that has ended, though nobody has waited for it yet', async () => {
    const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const stat = () => readFileSync(`/proc/${Number(said)}/stat`, 'utf8').split(' ');
    while (stat()[2] !== 'Z') await setImmediate();
    expect(isGone(token({ pid: Number(said), started: stat()[21]! }), 0)).toBe(true);
    parent.kill();
    await once(parent, 'close');
  });

  it.each([
    ['in another container', { space: '1' }],
    ['on another machine', { host: '00000000', boot: 'abcdefabcdef' }],
  ])('a process %s only after a quarter of an hour of silence', (_, where) => {
    expect(isGone(token(where), 14 * MINUTE)).toBe(false);
    expect(isGone(token(where), 16 * MINUTE)).toBe(true);
  });
});

describe('thisProcess', () => {
  it('fits into a file name and stays the same', () => {
    expect(thisProcess()).toMatch(/^[0-9]+(-[0-9a-f]*){4}$/);
    expect(thisProcess()).toBe(thisProcess());
  });
});
