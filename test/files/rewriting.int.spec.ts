import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ID, writerIn } from './support/writer.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a file that may be rewritten while it has the bytes that were read', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'formwork-test-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const opened = () => {
    const { destination, ...rest } = writerIn(root, { 'a.ts': 'before', 'b.ts': 'mine' });
    return {
      destination,
      target: join(destination, 'a.ts'),
      file: { path: 'a.ts', bytes: bytes('after'), rewrites: bytes('before') },
      ...rest,
    };
  };

  it('is overwritten without force', async () => {
    const { writer, plan, file, target } = opened();
    const planned = await plan([file], false);
    expect(planned.files).toMatchObject([{ state: 'overwritten' }]);
    await writer.write(ID, planned);
    await writer.settle(ID);
    expect(readFileSync(target, 'utf8')).toBe('after');
  });

  it('excuses no other file', async () => {
    const { plan, file } = opened();
    await expect(plan([file, { path: 'b.ts', bytes: bytes('x') }], false)).rejects.toMatchObject({
      code: 'FILE_EXISTS',
      message: expect.stringMatching(/^b\.ts/),
    });
  });

  it.each([
    ['changed', (target: string) => writeFileSync(target, 'BEFORE')],
    ['removed', (target: string) => unlinkSync(target)],
  ])('is refused when somebody has %s it, before the plan with force too, and before the write', async (_what, change) => {
    const { writer, plan, file, target } = opened();
    const planned = await plan([file], false);
    change(target);
    for (const force of [false, true]) await expect(plan([file], force)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    let isIntended = false;
    await expect(writer.write(ID, planned, async () => (isIntended = true))).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect(isIntended).toBe(false);
  });

  it('is put back as it was when it changes between the intent and the write', async () => {
    const { writer, plan, file, target } = opened();
    const planned = await plan([file], false);
    const interfere = async () => writeFileSync(target, 'theirs');
    await expect(writer.write(ID, planned, interfere)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    await writer.settle(ID);
    expect(readFileSync(target, 'utf8')).toBe('theirs');
  });
});
