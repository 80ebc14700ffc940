import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FileToWrite, WritePlan } from '../../src/commands/ports.js';
import { AtomicFileWriter } from '../../src/files/atomic-file-writer.js';
import { systemError, watchedOperations } from './support/operations.js';
import { journals, leaveBehind } from './support/pending.js';
import { contents, plant, snapshot, type Tree } from './support/trees.js';

const ID = '01980000-0000-7000-8000-000000000001';
const ERRORS = [
  'ENOSPC',
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'ENAMETOOLONG',
  'ENOTDIR',
  'ELOOP',
  'EMFILE',
  'EDQUOT',
  'EINVAL',
  'ENOENT',
  'EOPNOTSUPP',
  'EEXIST',
];
const RUNS = 250;

const path = fc.constantFrom('a', 'b', 'c', 'd/a', 'd/b', 'e/f/a', 'e/f/b', 'e/a', 'g');
const text = fc.constantFrom('', 'one', 'two', 'three\n'.repeat(2_000));
const tree: fc.Arbitrary<Tree> = fc.dictionary(
  path,
  fc.oneof(text, fc.record({ text, mode: fc.constantFrom(0o600, 0o644, 0o755, 0o444) }), fc.constant({ link: 'a' }), fc.constant(null)),
  { maxKeys: 5 },
);
const planned: fc.Arbitrary<FileToWrite> = fc.oneof(
  fc.record({ path, bytes: text.map((value) => Buffer.from(value)), executable: fc.boolean(), skipIfExists: fc.boolean() }),
  fc.record({ path, bytes: fc.constant(Buffer.from('g')), symlink: fc.constant(true) }),
);
const scenario = fc.record({ tree, files: fc.uniqueArray(planned, { minLength: 1, maxLength: 6, selector: (file) => file.path }) });

/** A path and one below it cannot both stand: such trees are none. */
const isPlantable = (wanted: Tree): boolean =>
  Object.keys(wanted).every((path) => wanted[path] === null || !Object.keys(wanted).some((other) => other.startsWith(`${path}/`)));

type Given = {
  readonly destination: string;
  readonly pending: string;
  readonly plan: WritePlan;
  readonly before: Record<string, string>;
  readonly after: Record<string, string>;
};

/** Runs `check` on a scenario that can be planned at all; others are drawn anew. */
const inScenario = async (
  { tree: wanted, files }: { readonly tree: Tree; readonly files: readonly FileToWrite[] },
  check: (given: Given) => Promise<void>,
) => {
  fc.pre(isPlantable(wanted));
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'formwork-faults-')));
  try {
    const [destination, pending] = [join(root, 'out'), join(root, 'pending')];
    mkdirSync(destination);
    plant(destination, wanted);
    const plan = await new AtomicFileWriter(pending).plan(destination, files, { force: true }).catch(() => undefined);
    fc.pre(plan !== undefined);
    const replaced = plan.files
      .filter(({ state }) => state !== 'skipped')
      .map(({ path, bytes, symlink }) => [path, `${symlink ? '-> ' : ''}${Buffer.from(bytes).toString()}`]);
    const after = { ...contents(destination), ...(Object.fromEntries(replaced) as Record<string, string>) };
    await check({ destination, pending, plan: plan, before: snapshot(destination), after });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

const outcomeOf = (work: Promise<void>): Promise<unknown> => work.then(() => undefined).catch((error: unknown) => error);

describe('when one change of the disk fails', () => {
  it('either all files stand, or the tree is as it was to the last byte, right and time', async () => {
    const seen = { written: 0, undone: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat({ max: 30 }), fc.constantFrom(...ERRORS), (given, failing, code) =>
        inScenario(given, async ({ destination, pending, plan, before, after }) => {
          const writer = new AtomicFileWriter(
            pending,
            watchedOperations((_name, _args, count) => {
              if (count === failing) throw systemError(code);
            }),
          );
          const error = await outcomeOf(writer.write(ID, plan));
          for (let time = 0; time < 2; time += 1) await outcomeOf(writer.settle(ID)); // the failure may hit the first
          seen[error === undefined ? 'written' : 'undone'] += 1;
          if (error === undefined) expect(contents(destination)).toEqual(after);
          else {
            expect(error).toHaveProperty('name', 'DomainError');
            expect(snapshot(destination)).toEqual(before);
          }
          expect(journals(pending)).toEqual([]);
        }),
      ),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.written, seen.undone)).toBeGreaterThan(RUNS / 10);
  });

  it('so it is when the disk stays full', async () => {
    const growing = new Set(['writeFileSync', 'linkSync', 'mkdirSync', 'symlinkSync']);
    await fc.assert(
      fc.asyncProperty(scenario, fc.nat({ max: 12 }), (given, failing) =>
        inScenario(given, async ({ destination, pending, plan, before, after }) => {
          const writer = new AtomicFileWriter(
            pending,
            watchedOperations((name, [path], count) => {
              if (count < failing || !growing.has(name)) return;
              if (name === 'writeFileSync') writeFileSync(String(path), 'to');
              throw systemError('ENOSPC');
            }),
          );
          const error = await outcomeOf(writer.write(ID, plan));
          await writer.settle(ID);
          if (error === undefined) expect(contents(destination)).toEqual(after);
          else expect(snapshot(destination)).toEqual(before);
          expect(error === undefined || (error as { code: string }).code === 'DISK_FULL').toBe(true);
          expect(journals(pending)).toEqual([]);
        }),
      ),
      { numRuns: RUNS / 2 },
    );
  });
});

describe('when the process ends before, or in the middle of, any change of the disk', () => {
  class Ended extends Error {}

  /** From the n-th change on nothing changes any more; what is being written then may be cut short. */
  const endingAt = (last: number, { torn, links }: { readonly torn: boolean; readonly links: boolean }) =>
    watchedOperations((name, [path, bytes], count) => {
      if (count < last && name === 'linkSync' && !links) throw systemError('EPERM');
      if (count === last && torn && name === 'writeFileSync')
        writeFileSync(String(path), Buffer.from(bytes as string).subarray(0, 2), { flag: 'wx' });
      if (count >= last) throw new Ended();
    });

  it('the next process finds all files or restores the exact tree, even if it ends halfway itself', async () => {
    const seen = { written: 0, undone: 0, unnoticed: 0 };
    await fc.assert(
      fc.asyncProperty(
        scenario,
        fc.nat({ max: 30 }),
        fc.nat({ max: 15 }),
        fc.record({ torn: fc.boolean(), links: fc.boolean() }),
        (given, first, second, disk) =>
          inScenario(given, async ({ destination, pending, plan, before, after }) => {
            const error = await outcomeOf(new AtomicFileWriter(pending, endingAt(first, disk)).write(ID, plan, () => Promise.resolve()));
            fc.pre(error === undefined || error instanceof Ended);
            leaveBehind(pending);

            const hindered = new AtomicFileWriter(pending, endingAt(second, disk));
            await outcomeOf(hindered.unsettled().then(async ([id]) => void (id && (await hindered.reconcile(id)))));
            leaveBehind(pending);

            const next = new AtomicFileWriter(pending);
            const [id] = await next.unsettled();
            if (id === undefined) {
              seen.unnoticed += 1;
              expect(snapshot(destination)).toEqual(before);
              return;
            }
            const { end } = await next.reconcile(id);
            await next.settle(id);
            seen[end] += 1;
            if (end === 'written') expect(contents(destination)).toEqual(after);
            else expect(snapshot(destination)).toEqual(before);
            expect(journals(pending)).toEqual([]);
          }),
      ),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.written, seen.undone)).toBeGreaterThan(RUNS / 10);
  });
});
