import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import type { Expected } from '../../../src/eventstore/embedded/write-decision.js';
import type { AppendOutcome } from '../../../src/eventstore/embedded/writer.js';
import { anEvent, readEverything, readOne } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';
import { ModelStore } from '../support/model-store.js';

const STREAMS = ['a', 'b', '$$a', 'ü-漢'] as const;
/** Few ids, so that re-sends, partial re-sends and reused ids all happen. */
const IDS = Array.from({ length: 6 }, (_, number) => `00000000-0000-4000-8000-00000000000${number}`);

const stream = fc.constantFrom(...STREAMS);
const expected: fc.Arbitrary<Expected> = fc.oneof(
  fc.constantFrom<Expected>('any', 'no_stream', 'stream_exists'),
  fc.integer({ min: 0, max: 6 }),
  fc.constant(-1),
);
/** -1 stands for the stream's true revision, so that appends often succeed. */
const append = fc.record({
  kind: fc.constant('append' as const),
  stream,
  expected,
  ids: fc.array(fc.constantFrom(...IDS), { maxLength: 3 }),
});
const together = fc.record({ kind: fc.constant('together' as const), appends: fc.array(append, { minLength: 2, maxLength: 6 }) });
const reopen = fc.record({ kind: fc.constant('reopen' as const) });
const read = fc.record({ kind: fc.constant('read' as const), stream, from: fc.nat({ max: 8 }) });
const steps = fc.array(
  fc.tuple(fc.nat({ max: 1 }), fc.oneof({ weight: 5, arbitrary: append }, { weight: 2, arbitrary: together }, read, reopen)),
  {
    minLength: 1,
    maxLength: 30,
  },
);

type Append = { readonly stream: string; readonly expected: Expected; readonly ids: readonly string[] };

describe('the embedded store does what a simple model does', () => {
  it('whatever is appended in whatever order by two who have it open', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(1, 3, 1000), async (script, indexEvery) => {
        const folder = await makeFolder();
        const engines = [await Engine.open(folder, { indexEvery }), await Engine.open(folder, { indexEvery })];
        const model = new ModelStore();
        const engine = (which: number): Engine => engines[which] as Engine;
        const send = (which: number, { stream, expected: wanted, ids }: Append): Promise<AppendOutcome> => {
          const revision = wanted === -1 ? model.last(stream) : wanted;
          return engine(which).append(
            stream,
            revision === -1 ? 'no_stream' : revision,
            ids.map((id) => anEvent('{}', { id })),
          );
        };
        const answer = ({ stream, expected: wanted, ids }: Append): AppendOutcome =>
          model.append(stream, wanted === -1 ? model.last(stream) : wanted, ids);
        try {
          for (const [which, step] of script) {
            if (step.kind === 'append') {
              const outcome = await send(which, step);
              expect(outcome).toEqual(answer(step));
            } else if (step.kind === 'together') {
              const appends = step.appends.map((one) => (one.expected === -1 ? { ...one, expected: 'any' as const } : one));
              const outcomes = Promise.all(appends.map((one) => send(which, one)));
              const answers = appends.map(answer);
              expect(await outcomes).toEqual(answers);
            } else if (step.kind === 'read') {
              const found: number[] = [];
              for await (const events of engine(which).readStream(step.stream, step.from, 'backwards'))
                found.push(...events.map(({ position }) => position));
              expect(found).toEqual(
                model
                  .stream(step.stream)
                  .filter(({ revision }) => revision <= step.from)
                  .map(({ position }) => position)
                  .reverse(),
              );
            } else {
              await engine(which).close();
              engines[which] = await Engine.open(folder, { indexEvery });
            }
          }
          for (const which of [0, 1]) {
            const everything = await readEverything(engine(which));
            expect(everything).toMatchObject(model.events);
            expect(await readEverything(engine(which), 'backwards')).toEqual([...everything].reverse());
            for (const name of STREAMS) {
              expect(await readOne(engine(which), name)).toMatchObject(model.stream(name));
              expect(await readOne(engine(which), name, 'backwards')).toMatchObject(model.stream(name).reverse());
            }
            expect(await engine(which).verify()).toEqual({ intact: model.events.length, damaged: [], misplaced: [] });
          }
        } finally {
          for (const one of engines) await one.close();
          await removeFolder(folder);
        }
      }),
      { numRuns: 80 },
    );
  });
});
