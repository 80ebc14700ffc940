import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { readGeneration } from '../../src/commands/generation-document.js';
import { storableJson } from '../../src/database/json.js';
import type { GenerationDocument } from '../../src/domain/generation/generation-document.js';
import type { EventStore } from '../../src/eventstore/event-store.js';
import { findGenerations, getGeneration, type GenerationFilter } from '../../src/projections/generations/generations.queries.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { readModels } from '../../src/projections/read-models.js';
import { answerValues, historyOf, histories, longHistory, record, type Step } from '../support/histories.js';
import { dropAllTables, onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

/** What is read from the events themselves, as the databases can hold it; the newest first. */
const documentsIn = async (store: EventStore): Promise<GenerationDocument[]> => {
  const documents: GenerationDocument[] = [];
  for await (const event of store.readAll({ filter: { types: ['GenerationRequested'] } })) {
    const document = await readGeneration(store, (event.data as { generationId: string }).generationId);
    documents.unshift(JSON.parse(storableJson(document)) as GenerationDocument);
  }
  return documents;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** `outer @> inner` as PostgreSQL's manual describes it. */
const contains = (outer: unknown, inner: unknown): boolean => {
  if (Array.isArray(inner)) return Array.isArray(outer) && inner.every((part) => outer.some((other) => contains(other, part)));
  if (!isObject(inner)) return outer === inner;
  if (!isObject(outer) || Array.isArray(outer)) return false;
  const entries = new Map(Object.entries(outer));
  return Object.entries(inner).every(([key, part]) => entries.has(key) && contains(entries.get(key), part));
};

const hasAnswers = ({ answers }: GenerationDocument, wanted: object): boolean =>
  contains(Object.fromEntries(answers.map(({ name, value }) => [name, value])), wanted);

const all = async (db: DataSource, filter: GenerationFilter): Promise<GenerationDocument[]> => {
  const found: GenerationDocument[] = [];
  let cursor: string | undefined;
  do {
    const page = await findGenerations(db, { ...filter, limit: 3, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

const request = (answers: Record<string, unknown>, minor = 1): Step => ({
  ...{ kind: 'request', template: 0, minor, place: 1, files: [0, 1] },
  answers: Object.entries(answers).map(([name, value]) => ({ name, value: value as boolean, source: 'flag' })),
});

onEachDatabase('Generations', (newPlace) => {
  it('are what their own events add up to', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const documents = await documentsIn(store);
    expect(documents.length).toBeGreaterThan(20);
    expect(await all(db, {})).toEqual(documents);
    for (const document of documents) expect(await getGeneration(db, document.generationId)).toEqual(document);
    expect(await getGeneration(db, 'nobody')).toBeUndefined();
  });

  it('are found by any answer as JSON containment finds them', async () => {
    const db = await (await newPlace()).open();
    const wanted = fc.dictionary(fc.constantFrom('use_ets', 'ttl_minutes', 'strategy', 'features', '__proto__'), answerValues, {
      minKeys: 1,
      maxKeys: 2,
    });
    await fc.assert(
      fc.asyncProperty(histories(), fc.array(wanted, { maxLength: 8 }), async (appends, filters) => {
        await dropAllTables(db);
        const store = await temporaryStore();
        await record(store, appends);
        await projectToEnd(db, store, readModels());
        const documents = await documentsIn(store);
        for (const answers of [
          ...filters,
          ...documents.flatMap((document) => document.answers.map(({ name, value }) => ({ [name]: value }))),
        ]) {
          const storable = JSON.parse(storableJson(answers)) as object;
          expect(await all(db, { answers })).toEqual(documents.filter((document) => hasAnswers(document, storable)));
        }
      }),
      { numRuns: 6 },
    );
  });

  it('are found by template, version, instance, project, status, time, file and hash', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const documents = await documentsIn(store);
    const { templateId, templateVersion, instance, project, requestedAt } = documents[10]!;
    const someFile = documents.find(({ status, files, base }) => status === 'completed' && files[0]?.state === 'created' && base !== '')!;
    const { path, sha256 } = someFile.files[0]!;
    const cases: [GenerationFilter, (document: GenerationDocument) => boolean][] = [
      [{ templateId }, (document) => document.templateId === templateId],
      [{ version: templateVersion }, (document) => document.templateVersion === templateVersion],
      [
        { templateId, version: templateVersion },
        (document) => document.templateId === templateId && document.templateVersion === templateVersion,
      ],
      [{ instance }, (document) => document.instance === instance],
      [{ project, status: 'failed' }, (document) => document.project === project && document.status === 'failed'],
      [{ since: requestedAt }, (document) => document.requestedAt >= requestedAt],
      [{ until: requestedAt.replace('.000Z', 'Z') }, (document) => document.requestedAt < requestedAt],
      [{ sha256 }, ({ files }) => files.some((file) => file.sha256 === sha256 && file.state !== 'planned')],
      [{ file: path }, ({ files }) => files.some((file) => file.path === path && file.state !== 'planned')],
      [
        { file: `${someFile.base}/${path}` },
        ({ files, base }) =>
          base === someFile.base && files.some((file) => file.path === path && !['planned', 'returned'].includes(file.state)),
      ],
      [
        { file: `${someFile.destination}/${path}` },
        ({ files, destination }) =>
          destination === someFile.destination && files.some((file) => file.path === path && !['planned', 'returned'].includes(file.state)),
      ],
    ];
    for (const [filter, holds] of cases) {
      const expected = documents.filter(holds);
      expect(expected.length).toBeGreaterThan(0);
      expect(await all(db, filter)).toEqual(expected);
    }
  });

  it('are found by parts of lists and objects, in whatever order their keys are', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(
      store,
      historyOf([
        request({ features: ['auth', 'queue'], owner: { team: 'core', on: [1, 2] } }),
        request({ features: ['auth'] }),
        request({ features: 'auth' }),
      ]),
    );
    await projectToEnd(db, store, readModels());
    const count = async (answers: Record<string, unknown>) => (await all(db, { answers })).length;
    expect(await count({ features: ['auth'] })).toBe(2);
    expect(await count({ features: ['queue', 'auth'] })).toBe(1);
    expect(await count({ features: 'auth' })).toBe(1);
    expect(await count({ features: [] })).toBe(2);
    expect(await count({ owner: { on: [2], team: 'core' } })).toBe(1);
    expect(await count({ owner: { on: [3] } })).toBe(0);
  });

  it('holds answers and paths of any length, and finds them', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    const long = 'ö'.repeat(20_000);
    await record(store, historyOf([request({ text: long }), request({ text: `${long}!` })]));
    await projectToEnd(db, store, readModels());
    expect((await all(db, { answers: { text: long } })).map(({ answers }) => answers[0]!.value)).toEqual([long]);
  });

  it('refuses what is no time and no cursor', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await projectToEnd(db, store, readModels());
    await expect(findGenerations(db, { since: 'yesterday-ish' })).rejects.toMatchObject({
      code: 'TIME_INVALID',
      details: { field: 'since' },
    });
    await expect(findGenerations(db, { cursor: '1; DROP TABLE' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
