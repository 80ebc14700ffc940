import { statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { DomainError } from '../domain/decider.js';
import { readIfThere, repositoryAt, type GitRepository } from './git-repository.js';
import { sha256Of } from './journal.js';
import { nearestFolder } from './nearest-folder.js';
import { refusalOf } from './refusals.js';
import { rootCommit } from './root-commit.js';

/** Which project a folder belongs to; `root` is the project's folder, `base` the folder relative to it, with `/` and empty at the root itself. */
export type Project = { readonly project: string; readonly root: string; readonly base: string };

const PROJECT_ID = /^\P{C}{1,128}$/u;

const projectIdIn = (folder: string): string | undefined => {
  const path = join(folder, '.formwork', 'project-id');
  const id = readIfThere(path)?.trim();
  if (id === undefined || PROJECT_ID.test(id)) return id;
  throw new DomainError('PROJECT_ID_INVALID', `${path} does not hold a project id: one line of 1 to 128 characters`, {
    field: 'project',
    hint: 'write the id into the file, or delete it',
  });
};

function* upwardsFrom(folder: string): Generator<string> {
  yield folder;
  if (dirname(folder) !== folder) yield* upwardsFrom(dirname(folder));
}

const resolveFolder = (destination: string) => {
  try {
    const nearest = nearestFolder(destination);
    if (statSync(nearest.existing).isDirectory()) return nearest;
  } catch (error) {
    throw refusalOf(error, `use the folder ${destination}`, 'destination');
  }
  throw new DomainError('NOT_A_FOLDER', `${destination} is a file, not a folder`, {
    field: 'destination',
    hint: 'name a folder; one that is missing is made',
  });
};

/**
 * The project of a folder that may not exist yet: the content of `.formwork/project-id` in it or above; else the SHA-256 of
 * the git root commit's id; else the SHA-256 of the folder's real path.
 * @param home where root commits are noted, so that git need not be started each time
 */
export const projectOf = (destination: string, home: string): Project => {
  const { existing, path } = resolveFolder(destination);
  const at = (root: string, project: string): Project => ({ project, root, base: relative(root, path).split(sep).join('/') });
  let repository: GitRepository | undefined;
  for (const folder of upwardsFrom(existing)) {
    const id = projectIdIn(folder);
    if (id !== undefined) return at(folder, id);
    repository ??= repositoryAt(folder);
  }
  const root = repository && rootCommit(repository, join(home, 'root-commits'));
  return repository !== undefined && root !== undefined
    ? at(repository.top, sha256Of(Buffer.from(root)))
    : at(path, sha256Of(Buffer.from(path)));
};
