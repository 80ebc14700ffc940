import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errnoOf } from './refusals.js';

/** A folder that may not exist yet: the real path of the nearest one above it that does, and the names missing below that. */
export type NearestFolder = { readonly existing: string; readonly missing: readonly string[]; readonly path: string };

/**
 * Follows links once, so that everything later speaks of one and the same folder.
 * @throws the file system's own error; ENOENT means that `path` leads through a link to nowhere
 */
export const nearestFolder = (path: string): NearestFolder => {
  const missing: string[] = [];
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    try {
      const existing = realpathSync.native(folder);
      return { existing, missing, path: join(existing, ...missing) };
    } catch (error) {
      const nothingThere = errnoOf(error) === 'ENOENT' && lstatSync(folder, { throwIfNoEntry: false }) === undefined;
      if (!nothingThere || dirname(folder) === folder) throw error;
      missing.unshift(basename(folder));
    }
  }
};
