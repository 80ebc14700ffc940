import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { findGenerations } from '../../src/projections/generations/generations.queries.js';
import { listTemplates, showTemplate } from '../../src/projections/template-catalogue/template-catalogue.queries.js';
import { lineageOfPath } from '../../src/projections/file-lineage/file-lineage.queries.js';
import { successOf } from '../../src/projections/success/success.queries.js';
import { histories, record } from '../support/histories.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { dump, onEachDatabase } from '../support/read-model-databases.js';

onEachDatabase('smoke', (newPlace) => {
  it('works', async () => {
    const place = await newPlace();
    const t0 = performance.now();
    const db = await place.open();
    console.error('open', performance.now() - t0);
    try {
      const store = new MemoryEventStore();
      await record(store, fc.sample(histories(), { numRuns: 1, seed: 5 })[0]!);
      const t = performance.now();
      await projectToEnd(db, store, readModels());
      console.error('project', performance.now() - t, store.log.length);
      console.error(JSON.stringify(await projectionStatus(db, readModels())));
      const rows = await dump(db);
      console.error(Object.entries(rows).map(([k, v]) => [k, v.length]));
      console.error(JSON.stringify((await findGenerations(db, { limit: 2 })), null, 1));
      console.error(JSON.stringify(await listTemplates(db)));
      console.error(JSON.stringify(await showTemplate(db, 'shop:cart')));
      console.error(JSON.stringify(await lineageOfPath(db, { absolutePath: '/home/ada/shop/lib/file0.ex' })));
      console.error(JSON.stringify(await successOf(db, {}, 'version')));
      expect(1).toBe(1);
    } finally {
      await db.destroy();
      await place.remove();
    }
  });
});
