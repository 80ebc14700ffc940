import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readGeneration } from '../../../src/commands/generation-document.js';
import type { GenerationDocument } from '../../../src/domain/generation/generation-document.js';
import type { EventStore } from '../../../src/eventstore/event-store.js';
import { projectToEnd } from '../../../src/projections/project-to-end.js';
import { readModels } from '../../../src/projections/read-models.js';
import { successOf } from '../../../src/projections/success/success.queries.js';
import { histories, longHistory, record } from '../../support/histories.js';
import { dropAllTables, onEachDatabase, temporaryStore } from '../../support/read-model-databases.js';

const documentsIn = async (store: EventStore): Promise<GenerationDocument[]> => {
  const documents: GenerationDocument[] = [];
  for await (const event of store.readAll({ filter: { types: ['GenerationRequested'] } }))
    documents.push((await readGeneration(store, (event.data as { generationId: string }).generationId))!);
  return documents;
};

/** The contract's definition, read literally: of each source the latest outcome that is no infrastructure failure counts. */
const countedOutcomes = ({ outcomes }: GenerationDocument) => {
  const telling = outcomes.filter(({ success, infrastructure }) => success || infrastructure !== true);
  return telling.filter((outcome, index) => !telling.slice(index + 1).some(({ source }) => source === outcome.source));
};

const mean = (numbers: readonly number[]) => (numbers.length === 0 ? null : numbers.reduce((sum, n) => sum + n, 0) / numbers.length);

const expected = (documents: readonly GenerationDocument[]) => {
  const reported = documents.filter((document) => countedOutcomes(document).length > 0);
  const succeeded = reported.filter((document) => countedOutcomes(document).every(({ success }) => success)).length;
  const infrastructure = documents.filter((document) => document.outcomes.length > 0 && countedOutcomes(document).length === 0).length;
  const scores = documents.flatMap((document) => mean(countedOutcomes(document).flatMap(({ score }) => score ?? [])) ?? []);
  return {
    ...{ generations: documents.length, reported: reported.length, succeeded, failed: reported.length - succeeded },
    ...{ unknown: documents.length - reported.length - infrastructure, infrastructure },
    successRate: reported.length === 0 ? null : succeeded / reported.length,
    averageScore: scores.length === 0 ? null : (expect.closeTo(mean(scores)!, 10) as unknown),
  };
};

onEachDatabase('Success', (newPlace) => {
  it('counts as the contract defines it, for any history', async () => {
    const db = await (await newPlace()).open();
    await fc.assert(
      fc.asyncProperty(histories(), async (appends) => {
        await dropAllTables(db);
        const store = await temporaryStore();
        await record(store, appends);
        await projectToEnd(db, store, readModels());
        const documents = await documentsIn(store);
        const templates = [...new Set(documents.map(({ templateId }) => templateId))].sort();
        expect(await successOf(db)).toEqual(
          templates.map((templateId) => ({ templateId, ...expected(documents.filter((document) => document.templateId === templateId)) })),
        );
      }),
      { numRuns: 8 },
    );
  });

  it('is told by version, instance, project and time', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const documents = await documentsIn(store);
    const { templateId, instance, project, requestedAt: since } = documents[5]!;
    const until = documents.at(-3)!.requestedAt;
    const narrowed = documents.filter(
      (document) =>
        document.templateId === templateId &&
        document.instance === instance &&
        document.project === project &&
        document.requestedAt >= since &&
        document.requestedAt < until,
    );
    const versions = [...new Set(narrowed.map(({ templateVersion }) => templateVersion))].sort();
    expect(versions.length).toBeGreaterThan(1);
    expect(await successOf(db, { templateId, instance, project, since, until }, 'version')).toEqual(
      versions.map((version) => ({
        templateId,
        version,
        ...expected(narrowed.filter(({ templateVersion }) => templateVersion === version)),
      })),
    );
    expect(await successOf(db, { templateId: 'nobody:knows' })).toEqual([]);
  });
});
