import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { type Plain, readEverything, readOne } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';
import { startWorker } from '../support/processes.js';

type Acknowledged = { readonly ids: string[]; readonly stream: string; readonly revision: number; readonly position: number };

const CYCLES = 24;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Each event says which of how many of its append it is: those of one append stand together, all of them. */
const isWhole = (event: Plain, next: Plain | undefined): boolean => {
  const { nth, of } = JSON.parse(event.metadata ?? '{}') as { nth: number; of: number };
  return nth === of - 1 || (next?.stream === event.stream && (JSON.parse(next?.metadata ?? '{}') as { nth: number }).nth === nth + 1);
};

describe('a process killed while it appends', () => {
  let folder: string;
  beforeEach(async () => void (folder = await makeFolder()));
  afterEach(() => removeFolder(folder));

  it(`has lost nothing it was answered for, ${CYCLES} times`, async () => {
    const seed = Number(process.env.FORMWORK_TEST_SEED ?? Date.now() % 2 ** 31);
    process.stderr.write(`killing at random, FORMWORK_TEST_SEED=${seed}\n`);
    const random = randomFrom(seed);
    const acknowledged: Acknowledged[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const worker = startWorker('append', [folder, `cycle-${cycle}`, 8, 'Infinity', 1 + Math.floor(random() * 3000)]);
      await worker.heard(1);
      await delay(random() * 120);
      worker.child.kill('SIGKILL');
      expect(await worker.ended).toBe('SIGKILL');
      const said = worker.said as unknown as Acknowledged[];
      acknowledged.push(...said);

      const engine = await Engine.open(folder);
      const everything = await readEverything(engine);
      expect(everything.map((event) => 'position' in event && event.position)).toEqual(everything.map((_, index) => index + 1));
      for (const { ids, stream, revision, position } of said) {
        for (const [nth, id] of ids.toReversed().entries()) {
          expect(everything[position - 1 - nth]).toMatchObject({ id, stream, revision: revision - nth });
        }
      }
      expect(everything.findIndex((event, index) => !isWhole(event, everything[index + 1]))).toBe(-1);
      expect(new Set(everything.map((event) => 'id' in event && event.id)).size).toBe(everything.length);
      expect(await engine.verify()).toEqual({ intact: everything.length, damaged: [], misplaced: [] });
      await engine.close();
    }
    const engine = await Engine.open(folder);
    const everything = await readEverything(engine);
    for (const { ids, position } of acknowledged) expect(everything[position - 1]).toMatchObject({ id: ids.at(-1) });
    for (const stream of new Set(acknowledged.map(({ stream: name }) => name))) {
      expect((await readOne(engine, stream)).map(({ revision }) => revision)).toEqual(
        everything.filter((event) => event.stream === stream).map((_, revision) => revision),
      );
    }
    expect(acknowledged.length).toBeGreaterThan(CYCLES);
    await engine.close();
  }, 60_000);
});
