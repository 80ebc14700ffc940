import { expect, it } from '@jest/globals';
import { templateDecider, templateStream, type TemplateEvent } from '../../src/domain/template/template.js';
import { compareVersions } from '../../src/domain/version.js';
import type { EventStore, Recorded } from '../../src/eventstore/event-store.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { readModels } from '../../src/projections/read-models.js';
import { listTemplates, showTemplate } from '../../src/projections/template-catalogue/template-catalogue.queries.js';
import { historyOf, longHistory, record, type Step } from '../support/histories.js';
import { onEachDatabase, temporaryStore } from '../support/read-model-databases.js';

const eventsOf = async (store: EventStore, templateId: string): Promise<Recorded<TemplateEvent>[]> => {
  const events: Recorded<TemplateEvent>[] = [];
  for await (const event of store.readStream(templateStream(templateId))) events.push(event as Recorded<TemplateEvent>);
  return events;
};

const publish = (minor: number, activate = false): Step => ({ kind: 'publish', template: 0, minor, activate });

onEachDatabase('The template catalogue', (newPlace) => {
  it('shows every template as its events leave it', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, longHistory());
    await projectToEnd(db, store, readModels());
    const items = await listTemplates(db);
    expect(items.map(({ templateId }) => templateId)).toEqual(['elixir-genserver-cache', 'python:service', 'shop:cart']);
    for (const item of items) {
      const events = await eventsOf(store, item.templateId);
      const { versions, activeHistory } = events.reduce(templateDecider.evolve, templateDecider.initialState());
      expect(item.activeVersion).toBe(activeHistory.at(-1));
      expect(item.versions).toEqual([...versions.keys()].sort(compareVersions));
      expect(item.description).toBe(versions.get(item.activeVersion!)!.description);
      const shown = await showTemplate(db, item.templateId);
      expect(shown!.history.map(({ version }) => version)).toEqual(activeHistory);
      for (const version of shown!.versions)
        expect(version).toMatchObject({ files: versions.get(version.version)!.files, digest: versions.get(version.version)!.digest });
      expect(shown!.versions.filter(({ active }) => active).map(({ version }) => version)).toEqual([item.activeVersion]);
    }
  });

  it('tells a rollback from a step forward, and why it was made', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await record(store, historyOf([publish(9), publish(10, true), { kind: 'roll-back', template: 0, minor: 9 }]));
    await projectToEnd(db, store, readModels());
    const shown = await showTemplate(db, 'elixir-genserver-cache');
    expect(shown).toMatchObject({
      templateId: 'elixir-genserver-cache',
      activeVersion: '1.9.0',
      kind: 'code',
      language: 'elixir',
      tags: ['cache'],
    });
    expect(shown!.versions.map(({ version, active }) => [version, active])).toEqual([
      ['1.9.0', true],
      ['1.10.0', false],
    ]);
    expect(shown!.versions[0]).toMatchObject({ origin: 'folder', actor: 'user:ada', publishedAt: expect.stringMatching(/Z$/) as unknown });
    expect(shown!.history).toMatchObject([
      { kind: 'activated', version: '1.9.0' },
      { kind: 'activated', version: '1.10.0' },
      { kind: 'rolled-back', version: '1.9.0', fromVersion: '1.10.0', reason: 'it fails' },
    ]);
  });

  it('knows nothing of what was never registered', async () => {
    const [db, store] = [await (await newPlace()).open(), await temporaryStore()];
    await projectToEnd(db, store, readModels());
    expect(await listTemplates(db)).toEqual([]);
    expect(await showTemplate(db, 'nobody:knows')).toBeUndefined();
  });
});
