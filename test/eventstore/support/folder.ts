import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For suites that keep one folder over several tests. */
export const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'formwork-eventstore-'));

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
