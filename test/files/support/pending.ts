import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** A process that has ended: no machine gives out this pid. */
const GONE = '4194999';

/** Journals as they stand on disk. */
export const journals = (folder: string): string[] => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
};

/** Makes this process's journals those of one that is gone, by the one thing that tells them apart: the owner in their names. */
export const leaveBehind = (folder: string): void => {
  for (const name of journals(folder)) {
    const [generationId, progress, owner, suffix] = name.split('.');
    const gone = [GONE, ...owner!.split('-').slice(1)].join('-');
    renameSync(join(folder, name), join(folder, [generationId, progress, gone, suffix].join('.')));
  }
};
