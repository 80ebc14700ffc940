import { expect, it } from '@jest/globals';
import type { FileState } from '../../src/domain/generation/generation.js';
import { lineageOfHash, lineageOfPath } from '../../src/projections/file-lineage/file-lineage.queries.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { readModels } from '../../src/projections/read-models.js';
import { historyOf, record, type Step } from '../support/histories.js';
import { onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

/** Place 1 is `apps/web` of the project in /home/ada/shop, place 3 is no place: the files go to the caller. */
const request = (minor: number, place: number): Step => ({ kind: 'request', template: 0, minor, place, answers: [], files: [0] });
const complete = (generation: number, state: FileState): Step => ({ kind: 'complete', generation, state });

const STEPS: readonly Step[] = [
  ...[request(0, 1), complete(0, 'created'), request(1, 1), complete(1, 'overwritten'), request(2, 1), complete(2, 'skipped')],
  ...[request(3, 1), complete(3, 'overwritten'), request(0, 0), complete(4, 'created'), request(0, 3), complete(5, 'returned')],
];

onEachDatabase('The lineage of a file', (newPlace) => {
  const open = async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, historyOf(STEPS));
    await projectToEnd(db, store, readModels());
    return db;
  };

  it('is every generation that made it, in order, each with the one before', async () => {
    const db = await open();
    const { items, next } = await lineageOfPath(db, { absolutePath: '/home/ada/shop/apps/web/lib/file0.ex' });
    expect(next).toBeUndefined();
    expect(items.map(({ templateVersion, state }) => [templateVersion, state])).toEqual([
      ['1.0.0', 'created'],
      ['1.1.0', 'overwritten'],
      ['1.3.0', 'overwritten'],
    ]);
    expect(items.map(({ previousGenerationId }) => previousGenerationId)).toEqual([
      undefined,
      items[0]!.generationId,
      items[1]!.generationId,
    ]);
    expect(items[0]).toMatchObject({
      ...{ templateId: 'elixir-genserver-cache', path: 'lib/file0.ex', projectPath: 'apps/web/lib/file0.ex', project: 'project-1' },
      ...{ absolutePath: '/home/ada/shop/apps/web/lib/file0.ex', actor: 'user:grace', instance: 'instance-1', bytes: 100 },
    });
  });

  it('is found in its project wherever that stands', async () => {
    const db = await open();
    const byPath = await lineageOfPath(db, { absolutePath: '/home/ada/shop/apps/web/lib/file0.ex' });
    expect(await lineageOfPath(db, { project: 'project-1', path: 'apps/web/lib/file0.ex' })).toEqual(byPath);
    expect(await lineageOfPath(db, { project: 'project-2', path: 'apps/web/lib/file0.ex' })).toEqual({ items: [] });
  });

  it('is found by content, files that were returned to a caller included', async () => {
    const db = await open();
    const { items } = await lineageOfHash(db, '0'.repeat(64));
    expect(items.map(({ state, projectPath }) => [state, projectPath])).toEqual([
      ['created', 'apps/web/lib/file0.ex'],
      ['overwritten', 'apps/web/lib/file0.ex'],
      ['created', 'lib/file0.ex'],
      ['returned', undefined],
    ]);
  });

  it('comes in pages', async () => {
    const db = await open();
    const whole = await lineageOfPath(db, { absolutePath: '/home/ada/shop/apps/web/lib/file0.ex' });
    const first = await lineageOfPath(db, { absolutePath: '/home/ada/shop/apps/web/lib/file0.ex' }, { limit: 2 });
    const second = await lineageOfPath(db, { absolutePath: '/home/ada/shop/apps/web/lib/file0.ex' }, { limit: 2, cursor: first.next! });
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.next).toBeUndefined();
  });
});
