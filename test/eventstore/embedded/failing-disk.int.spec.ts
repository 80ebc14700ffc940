import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { anEvent, readEverything } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';
import { startLimitedWorker } from '../support/processes.js';

const mount = (folder: string): boolean => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]).status === 0;
const unmount = (folder: string): boolean => spawnSync('umount', ['-l', folder]).status === 0;

const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-mount-'));
  const mounted = mount(folder);
  if (mounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();

const full = expect.objectContaining({ code: 'STORE_FULL', message: expect.stringMatching(/disk .* is full/), hint: expect.any(String) });

describe('a failing disk', () => {
  let folder: string;
  beforeEach(async () => void (folder = await makeFolder()));
  afterEach(() => removeFolder(folder));

  (canMount ? it : it.skip)(`that is full stops nothing for good${canMount ? '' : ' (no small disk can be mounted here)'}`, async () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    expect(mount(disk)).toBe(true);
    const engine = await Engine.open(disk);
    try {
      await writeFile(join(disk, 'in-the-way'), Buffer.alloc(1_500_000));
      let written = 0;
      let failure: unknown;
      while (failure === undefined) {
        const group = [1, 2, 3].map(() => engine.append('a', 'any', [anEvent('x'.repeat(20_000))]));
        const results = await Promise.allSettled(group);
        const refused = results.filter((result) => result.status === 'rejected');
        expect([0, 3]).toContain(refused.length);
        written += results.length - refused.length;
        failure = refused[0]?.reason;
        for (const { reason } of refused) expect(reason).toEqual(full);
      }
      await expect(engine.append('b', 'any', [anEvent('x'.repeat(20_000))])).rejects.toEqual(full);
      expect(await readEverything(engine)).toHaveLength(written);
      await rm(join(disk, 'in-the-way'));
      expect(await engine.append('b', 'any', [anEvent()])).toEqual({ kind: 'written', revision: 0, position: written + 1 });
      expect(await engine.verify()).toEqual({ intact: written + 1, damaged: [], misplaced: [] });
    } finally {
      await engine.close();
      unmount(disk);
    }
  });

  (process.platform === 'win32' ? it.skip : it)('that refuses a write stops the writing, and what was answered is there', async () => {
    const { said, ended } = startLimitedWorker('-f 400', 'fail', [folder, 20_000]); // no file above 400 × 512 (or 1024) bytes
    expect(await ended).toBe(0);
    const written = said.filter(({ kind }) => kind === 'written');
    const [failure, again, after] = said.slice(written.length);
    expect(failure).toEqual({ code: 'STORE_UNREACHABLE', message: expect.stringMatching(/cannot be read or written/) });
    expect(again).toEqual(failure);
    expect(after).toEqual({ last: written.length });
    const engine = await Engine.open(folder);
    expect((await readEverything(engine)).map(({ revision }) => revision)).toEqual(written.map(({ revision }) => revision));
    expect(written.length).toBeGreaterThan(0);
    expect(await engine.append('b', 'any', [anEvent()])).toMatchObject({ kind: 'written' });
    await engine.close();
  });
});
