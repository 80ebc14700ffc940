import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { projectToEnd } from '../../../src/projections/project-to-end.js';
import { readModels } from '../../../src/projections/read-models.js';
import { failuresOf, type FailedGeneration, type FailureFilter } from '../../../src/projections/success/failures.queries.js';
import { successOf } from '../../../src/projections/success/success.queries.js';
import { histories, historyOf, record, type Step } from '../../support/histories.js';
import { dropAllTables, onEachDatabase, temporaryStore } from '../../support/read-model-databases.js';

const all = async (db: DataSource, filter: FailureFilter): Promise<FailedGeneration[]> => {
  const found: FailedGeneration[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await failuresOf(db, { ...filter, limit: 3, ...(cursor !== undefined && { cursor }) });
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
};

/** Four generations of two versions that failed, one after the other. */
const FAILED = [0, 1, 0, 1].flatMap((minor, generation): Step[] => [
  { kind: 'request', template: 0, minor, place: 0, answers: [], files: [0] },
  { kind: 'complete', generation, state: 'created' },
  { kind: 'outcome', generation, success: false, source: 'ci' },
]);

onEachDatabase('Failures', (newPlace) => {
  it('are as many as success counts, each with what makes it one, the newest first', async () => {
    const db = await (await newPlace()).open();
    await fc.assert(
      fc.asyncProperty(histories(), async (appends) => {
        await dropAllTables(db);
        const store = await temporaryStore();
        await record(store, appends);
        await projectToEnd(db, store, readModels());
        for (const { templateId, failed, infrastructure } of await successOf(db)) {
          const failures = await all(db, { templateId });
          const ofVerdict = (wanted: string) => failures.filter(({ verdict }) => verdict === wanted);
          expect([ofVerdict('failed').length, ofVerdict('infrastructure').length]).toEqual([failed, infrastructure]);
          expect(failures.every(({ failedBy }) => failedBy.length > 0 && failedBy.every(({ success }) => !success))).toBe(true);
          expect(ofVerdict('infrastructure').every(({ failedBy }) => failedBy.every((outcome) => outcome.infrastructure))).toBe(true);
          expect(ofVerdict('failed').some(({ failedBy }) => failedBy.some((outcome) => outcome.infrastructure))).toBe(false);
          const times = failures.map(({ requestedAt }) => requestedAt);
          expect(times).toEqual([...times].sort().reverse());
        }
      }),
      { numRuns: 8 },
    );
  });

  it('are told by version and time', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, historyOf(FAILED));
    await projectToEnd(db, store, readModels());
    const templateId = 'elixir-genserver-cache';
    const failures = await all(db, { templateId });
    expect(failures.map(({ templateVersion }) => templateVersion)).toEqual(['1.1.0', '1.0.0', '1.1.0', '1.0.0']);
    expect(await all(db, { templateId, version: '1.0.0' })).toEqual([failures[1], failures[3]]);
    expect(await all(db, { templateId, since: failures[1]!.requestedAt })).toEqual(failures.slice(0, 2));
    expect(await all(db, { templateId: 'shop:cart' })).toEqual([]);
    await expect(failuresOf(db, { templateId, since: 'soon' })).rejects.toMatchObject({ code: 'TIME_INVALID' });
  });
});
