import { afterEach } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const leftovers: (() => Promise<unknown>)[] = [];

/** Runs after the present test, latest first; whatever happens in the test. */
export const afterThisTest = (cleanUp: () => Promise<unknown>): void => void leftovers.push(cleanUp);

afterEach(async () => {
  for (const cleanUp of leftovers.splice(0).reverse()) await cleanUp();
});

/** A folder of its own for one test, removed after it. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-test-'));
  afterThisTest(() => rm(folder, { recursive: true, force: true }));
  return folder;
};
