import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '../../src/eventstore/embedded-event-store.js';
import { projectToEnd } from '../../src/projections/project-to-end.js';
import { projectionStatus } from '../../src/projections/projection-status.js';
import { readModels } from '../../src/projections/read-models.js';
import { longHistory, record } from '../support/histories.js';
import { dropAllTables, dump, onEachDatabase, type ReadModelPlace } from '../support/read-model-databases.js';
import { afterThisTest, temporaryFolder } from '../support/temporary.js';

const script = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url));

/** Another process that projects; killed once it has said that many lines. Its exit status, null when it was killed. */
const projectElsewhere = async ({ home, url }: ReadModelPlace, folder: string, killAfterLines = Infinity): Promise<number | null> => {
  const place = url === undefined ? [home, folder] : [home, folder, url];
  const child = spawn(process.execPath, ['--import', script('typescript-loader.mjs'), script('projecting-process.ts'), ...place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  let lines = 0;
  for await (const _line of createInterface({ input: child.stdout })) if (++lines >= killAfterLines) child.kill('SIGKILL');
  return (await exit)[0];
};

const filledStore = async (steps: number): Promise<{ readonly folder: string; readonly store: EmbeddedEventStore }> => {
  const folder = await temporaryFolder();
  const store = await EmbeddedEventStore.open(folder);
  afterThisTest(() => store.close());
  await record(store, longHistory(steps));
  return { folder, store };
};

onEachDatabase('Promise 3: several processes', (newPlace) => {
  it('may be killed anywhere: the next one goes on, and the rows are those of one quiet run', async () => {
    const place = await newPlace();
    const { folder, store } = await filledStore(3_000);
    const statuses = [];
    for (const lines of [1, 2, 4]) statuses.push(await projectElsewhere(place, folder, lines));
    expect(statuses).toContain(null);
    expect(await projectElsewhere(place, folder)).toBe(0);
    const db = await place.open();
    const rows = await dump(db);
    await dropAllTables(db);
    await projectToEnd(db, store, readModels());
    expect(rows).toEqual(await dump(db));
    expect(rows.generations!.length).toBeGreaterThan(500);
  }, 120_000);

  it('may all start at once in an empty place', async () => {
    const place = await newPlace();
    const { folder, store } = await filledStore(300);
    const statuses = await Promise.all([1, 2, 3, 4].map(() => projectElsewhere(place, folder)));
    expect(statuses).toEqual([0, 0, 0, 0]);
    const db = await place.open();
    const rows = await dump(db);
    const end = (await store.lastPosition()).toString();
    expect(await projectionStatus(db, readModels())).toMatchObject(
      readModels().map(({ name }) => ({ name, state: 'live', position: end, building: [] })),
    );
    await dropAllTables(db);
    await projectToEnd(db, store, readModels());
    expect(rows).toEqual(await dump(db));
  }, 120_000);
});
