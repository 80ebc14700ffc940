import { expect, it } from '@jest/globals';
import type { Answer, FileState } from '../../src/domain/generation/generation.js';
import { projectFiles } from '../../src/projections/file-lineage/project-files.queries.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { readModels } from '../../src/projections/read-models.js';
import { historyOf, record, type Step } from '../support/histories.js';
import { onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

/** Places: 0 the project project-0 in /home/ada/shop, 1 project-1 in its folder apps/web, 2 project-2 in /srv/depot, 3 the caller of project-0. */
const request = (minor: number, place: number, answers: readonly Answer[] = []): Step => ({
  kind: 'request',
  template: 0,
  minor,
  place,
  answers,
  files: [0],
});
const complete = (generation: number, state: FileState): Step => ({ kind: 'complete', generation, state });
const secret: Answer = { name: 'token', value: '‹secret:token›', source: 'flag' };

const STEPS: readonly Step[] = [
  ...[request(0, 0), complete(0, 'created'), request(1, 0, [secret]), complete(1, 'overwritten'), request(2, 0), complete(2, 'skipped')],
  ...[request(3, 1), complete(3, 'created'), request(0, 2), complete(4, 'created'), request(0, 3), complete(5, 'returned'), request(1, 2)],
];

onEachDatabase('The files of a project', (newPlace) => {
  it('are those that were written there or in folders below, by each generation, the oldest first', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, historyOf(STEPS));
    await projectToEnd(db, store, readModels());
    const files = await projectFiles(db, { project: 'project-0', below: '/home/ada/shop/' });
    expect(
      files.map(({ templateVersion, project, destination, base, hasSecrets }) => [templateVersion, project, destination, base, hasSecrets]),
    ).toEqual([
      ['1.0.0', 'project-0', '/home/ada/shop', '', false],
      ['1.1.0', 'project-0', '/home/ada/shop', '', true],
      ['1.3.0', 'project-1', '/home/ada/shop/apps/web', 'apps/web', false],
    ]);
    expect(files[0]).toMatchObject({ templateId: 'elixir-genserver-cache', path: 'lib/file0.ex', sha256: '0'.repeat(64) });
    expect(await projectFiles(db, { project: 'project-2', below: '/srv/dep/' })).toHaveLength(1);
    expect(await projectFiles(db, { project: 'none', below: '/srv/dep/' })).toEqual([]);
  });
});
