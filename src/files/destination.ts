import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { DomainError } from '../domain/decider.js';
import { nearestFolder, type NearestFolder } from './nearest-folder.js';
import { shown } from './path-rules.js';
import { errnoOf, refusalOf } from './refusals.js';

const notAFolder = (doing: string, because: string): DomainError =>
  new DomainError('DESTINATION_NOT_A_FOLDER', `cannot ${doing}: ${because}`, { field: 'destination', hint: 'choose another folder' });

/**
 * The folder that is written to, its own links followed once; it may not exist yet.
 * @throws DomainError where no folder is or can be
 */
export const resolveDestination = (destination: string): NearestFolder => {
  const doing = `write to the folder ${shown(destination)}`;
  try {
    const folder = nearestFolder(destination);
    if (!statSync(folder.existing).isDirectory()) throw notAFolder(doing, `${folder.existing} is a file`);
    return folder;
  } catch (error) {
    throw errnoOf(error) === 'ENOENT'
      ? notAFolder(doing, 'its path leads through a link to nowhere')
      : refusalOf(error, doing, 'destination');
  }
};

/** Whether the disk takes `README` and `readme` for one name, found out from the names of the folder and those above it. */
export const ignoresCase = (folder: string): boolean => {
  for (let path = folder; dirname(path) !== path; path = dirname(path)) {
    const other = join(dirname(path), basename(path).toUpperCase());
    if (other === path) continue;
    return statSync(other, { throwIfNoEntry: false })?.ino === statSync(path).ino;
  }
  return false;
};

export const blockedBy = (path: string, what: string): DomainError =>
  new DomainError('PATH_BLOCKED', `cannot write ${shown(path)}: ${what} is in the way`, {
    field: 'path',
    hint: 'move it away or choose another folder',
  });

export const throughLink = (path: string, link: string): DomainError =>
  new DomainError(
    'PATH_THROUGH_LINK',
    `cannot write ${shown(path)}: ${shown(link)} is a symbolic link, and files are not written through links`,
    {
      field: 'path',
      hint: 'replace the link by what it leads to, or choose another folder',
    },
  );

export const changedMeanwhile = (path: string): DomainError =>
  new DomainError('FILE_CHANGED', `${shown(path)} was changed by someone else while it was about to be written`, {
    field: 'path',
    hint: 'run again to see what stands there now',
  });

/** The folders between the destination and its files; each is looked at once, however many files lie in it. */
export class FoldersBelow {
  readonly #there: Map<string, boolean>;

  constructor(private readonly destination: NearestFolder) {
    this.#there = new Map([['.', destination.missing.length === 0]]);
  }

  /** Whether `folder` exists. @throws DomainError where a link or something else than a folder keeps `file` from its place */
  has(folder: string, file: string): boolean {
    const known = this.#there.get(folder);
    if (known !== undefined) return known;
    const path = join(this.destination.path, folder);
    const stats = this.has(posix.dirname(folder), file) ? lstatSync(path, { throwIfNoEntry: false }) : undefined;
    if (stats?.isSymbolicLink()) throw throughLink(file, folder);
    if (stats !== undefined && !stats.isDirectory()) throw blockedBy(file, `the file ${shown(folder)}`);
    this.#there.set(folder, stats !== undefined);
    return stats !== undefined;
  }

  /** Absolute path of the innermost folder on the way to `file` that exists; it may lie above the destination. */
  nearestTo(file: string): string {
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      if (this.has(folder, file)) return join(this.destination.path, folder);
      if (folder === '.') return this.destination.existing;
    }
  }

  /** Absolute paths of all folders that must be made, outermost first. */
  missing(): string[] {
    const { existing, missing, path } = this.destination;
    const above = missing.map((_, depth) => join(existing, ...missing.slice(0, depth + 1)));
    const below = [...this.#there].filter(([folder, there]) => !there && folder !== '.').map(([folder]) => join(path, folder));
    return [...above, ...below];
  }
}
