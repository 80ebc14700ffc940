import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { openReadModels } from '../../src/projections/open-read-models.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { readModels } from '../../src/projections/read-models.js';

/** Brings the read models in a home up to the end of the log there, and says a line for each batch. */
const [home, folder, url] = process.argv.slice(2) as [string, string, string | undefined];
const store = await EmbeddedEventStore.open(folder);
const db = await openReadModels({ home, ...(url !== undefined && { url }) });
process.stdout.write('open\n');
await projectToEnd(db, store, readModels(), { onProgress: ({ position }) => process.stdout.write(`${position}\n`) });
await db.destroy();
await store.close();
