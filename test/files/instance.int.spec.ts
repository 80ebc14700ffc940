import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { instanceId } from '../../src/files/instance.js';
import { bundleScript, startScript } from './support/child-script.js';
import { temporaryFolders } from './support/trees.js';

const newFolder = temporaryFolders();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const says = (code: string, field: string) =>
  expect.objectContaining({ code, details: expect.objectContaining({ field }) as unknown }) as unknown as Error;

describe('instanceId', () => {
  it('is made once and kept, readable for its owner alone', () => {
    const home = newFolder();
    const id = instanceId(home, {});
    expect(id).toMatch(UUID);
    expect(instanceId(home, {})).toBe(id);
    expect(readdirSync(home)).toEqual(['instance-id']);
    expect(readFileSync(join(home, 'instance-id'), 'utf8')).toBe(`${id}\n`);
    expect(statSync(join(home, 'instance-id')).mode & 0o777).toBe(0o600);
    expect(instanceId(newFolder(), {})).not.toBe(id);
  });

  it('is what the environment says, and that is not kept', () => {
    const home = newFolder();
    expect(instanceId(home, { FORMWORK_INSTANCE_ID: 'build-server-1' })).toBe('build-server-1');
    expect(readdirSync(home)).toEqual([]);
  });

  it.each(['two words', 'a\nb', 'é', 'x'.repeat(129)])('refuses %j from the environment', (id) => {
    expect(() => instanceId(newFolder(), { FORMWORK_INSTANCE_ID: id })).toThrow(says('INSTANCE_ID_INVALID', 'FORMWORK_INSTANCE_ID'));
  });

  it('refuses a kept id that is damaged instead of becoming another instance', () => {
    const home = newFolder();
    writeFileSync(join(home, 'instance-id'), '');
    expect(() => instanceId(home, {})).toThrow(says('INSTANCE_ID_INVALID', 'FORMWORK_HOME'));
  });

  it('is agreed on by twenty processes that start in a new home at once', async () => {
    const script = bundleScript('instance-child');
    try {
      const home = join(newFolder(), 'new', 'home');
      const children = Array.from({ length: 20 }, () => startScript(script.path, { FORMWORK_HOME: home }));
      await Promise.all(children.map((child) => child.next()));
      children.forEach((child) => child.process.stdin.write('\n'));
      const ids = await Promise.all(children.map((child) => child.next()));
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toMatch(UUID);
      expect(readdirSync(home)).toEqual(['instance-id']);
    } finally {
      script.remove();
    }
  });
});
