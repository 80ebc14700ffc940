import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { bundleScript, startScript } from './support/child-script.js';
import { journals } from './support/pending.js';
import { contents, plant, snapshot, temporaryFolders } from './support/trees.js';
import type { ChildTask } from './support/writing-child.js';

const ID = '01980000-0000-7000-8000-000000000001';
const CYCLES = 24;
const SEED = Number(process.env.FORMWORK_TEST_SEED ?? Date.now() % 2 ** 31);

/** Mulberry32: a small generator whose seed can be printed and given again. */
const random = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const newFolder = temporaryFolders();
let script: ReturnType<typeof bundleScript>;
beforeAll(() => {
  script = bundleScript('writing-child');
});
afterAll(() => script.remove());

const setUp = (fileCount: number) => {
  const root = newFolder();
  const destination = join(root, 'out');
  mkdirSync(destination);
  plant(destination, { 'old/0.txt': { text: 'old', mode: 0o640 }, 'old/1.txt': 'old', 'mine.txt': 'mine' });
  const files = [
    ...Array.from({ length: fileCount }, (_, index) => ({ path: `new/${index % 7}/${index}.txt`, line: `${index}`, lines: 2_000 })),
    { path: 'old/0.txt', line: 'new', lines: 1 },
    { path: 'old/1.txt', line: 'new', lines: 1 },
  ];
  const task: ChildTask = { generationId: ID, pending: join(root, 'pending'), destination, files };
  const after = {
    ...contents(destination),
    ...Object.fromEntries(files.map(({ path, line, lines }) => [path, `${line}\n`.repeat(lines)])),
  };
  return { task, before: snapshot(destination), after };
};

/** What the next start does; the tree must then be the one or the other. */
const recover = async ({ task, before, after }: ReturnType<typeof setUp>): Promise<'written' | 'undone' | 'unnoticed'> => {
  const writer = new AtomicFileWriter(task.pending);
  const [id] = await writer.unsettled();
  if (id === undefined) {
    expect([before, after]).toContainEqual(
      Object.keys(snapshot(task.destination)).length === Object.keys(before).length
        ? snapshot(task.destination)
        : contents(task.destination),
    );
    return 'unnoticed';
  }
  const { end } = await writer.reconcile(id);
  await writer.settle(id);
  if (end === 'written') expect(contents(task.destination)).toEqual(after);
  else expect(snapshot(task.destination)).toEqual(before);
  expect(journals(task.pending)).toEqual([]);
  return end;
};

const tally = (ends: readonly string[]): string =>
  ['written', 'undone', 'unnoticed'].map((end) => `${ends.filter((one) => one === end).length} ${end}`).join(', ');

describe(`a process that is killed while it writes (seed ${SEED})`, () => {
  it('at any single change of the disk: all files or the exact tree from before', async () => {
    const unharmed = startScript(script.path, setUp(12).task);
    await unharmed.next();
    const { changes } = (await unharmed.next()) as { changes: number };
    const next = random(SEED);
    const ends: string[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const given = setUp(12);
      const killAt = Math.floor(((cycle + next()) / CYCLES) * changes);
      const child = startScript(script.path, { ...given.task, killAt });
      expect(await child.ended).toBe('SIGKILL');
      ends.push(await recover(given));
    }
    process.stderr.write(`killed at ${CYCLES} of ${changes} changes: ${tally(ends)}\n`);
    expect(ends).toContain('written');
    expect(ends).toContain('undone');
  });

  it('at any moment: all files or the exact tree from before', async () => {
    const next = random(SEED + 1);
    const timed = startScript(script.path, setUp(300).task);
    await timed.next();
    const began = performance.now();
    await timed.next();
    const lasts = performance.now() - began;
    const ends: string[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const given = setUp(300);
      const child = startScript(script.path, given.task);
      await child.next();
      await delay(next() * lasts);
      child.process.kill('SIGKILL');
      await child.ended;
      ends.push(await recover(given));
    }
    process.stderr.write(`killed at ${CYCLES} moments of ${Math.round(lasts)} ms: ${tally(ends)}\n`);
    expect(ends).toHaveLength(CYCLES);
  });
});

describe('a process that is only slow', () => {
  it('keeps its write to itself, whatever others find', async () => {
    const { task, after } = setUp(3);
    const child = startScript(script.path, { ...task, pauseAt: 8 });
    expect([await child.next(), await child.next()]).toEqual(['planned', 'pausing']);
    const other = new AtomicFileWriter(task.pending);
    expect(journals(task.pending)).toHaveLength(1);
    expect(await other.unsettled()).toEqual([]);
    await other.settle(ID);
    await expect(other.reconcile(ID)).rejects.toHaveProperty('code', 'WRITE_IN_PROGRESS');
    child.process.stdin.write('\n');
    expect(await child.next()).toHaveProperty('changes');
    await child.ended;
    expect(contents(task.destination)).toEqual(after);
  });
});

describe('several processes at once', () => {
  it('that write the same new files: each file is whole, and every process ends with all of its own or none', async () => {
    const { task, after } = setUp(20);
    const ids = Array.from({ length: 4 }, (_, index) => ID.replace(/1$/, String(index + 2)));
    const children = ids.map((generationId) => startScript(script.path, { ...task, generationId }));
    const said = await Promise.all(
      children.map(async (child) => {
        const messages = [];
        for (let message = await child.next(); message !== undefined; message = await child.next()) messages.push(message);
        return messages.at(-1) as { changes?: number; error?: { code: string } };
      }),
    );
    expect(said.filter(({ changes }) => changes !== undefined).length).toBeGreaterThan(0);
    for (const { error } of said) expect([undefined, 'FILE_CHANGED']).toContain(error?.code);
    expect(contents(task.destination)).toEqual(after);
  });
});
