import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errnoOf } from './refusals.js';

/** A working tree and where git keeps what belongs to it. Worktrees of one repository share `commonDir`. */
export type GitRepository = { readonly top: string; readonly gitDir: string; readonly commonDir: string };

export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const nothingThere = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES'].includes(errnoOf(error) ?? '');
    if (nothingThere) return undefined;
    throw error;
  }
};

/** The repository whose working tree begins at `folder`: `.git` is a folder, or in worktrees and submodules a file that names one. */
export const repositoryAt = (folder: string): GitRepository | undefined => {
  const dotGit = join(folder, '.git');
  const stats = statSync(dotGit, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const named = stats.isFile() ? /^gitdir: (.+)$/m.exec(readIfThere(dotGit) ?? '')?.[1] : dotGit;
  if (named === undefined) return undefined;
  const gitDir = resolve(folder, named);
  if (statSync(join(gitDir, 'HEAD'), { throwIfNoEntry: false }) === undefined) return undefined;
  const common = readIfThere(join(gitDir, 'commondir'))?.trim();
  return { top: folder, gitDir, commonDir: common === undefined ? gitDir : resolve(gitDir, common) };
};

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

const packedRef = (commonDir: string, ref: string): string | undefined =>
  readIfThere(join(commonDir, 'packed-refs'))
    ?.split('\n')
    .find((line) => line.endsWith(` ${ref}`))
    ?.split(' ')[0];

/** Where HEAD stands. `unborn`: before the first commit. `unreadable`: kept in a form that only git itself reads. */
export type Head = { readonly kind: 'commit'; readonly commit: string } | { readonly kind: 'unborn' } | { readonly kind: 'unreadable' };

export const headOf = ({ gitDir, commonDir }: GitRepository): Head => {
  const head = readIfThere(join(gitDir, 'HEAD'))?.trim() ?? '';
  if (COMMIT.test(head)) return { kind: 'commit', commit: head };
  const ref = /^ref: (.+)$/.exec(head)?.[1];
  if (ref === undefined || statSync(join(commonDir, 'reftable'), { throwIfNoEntry: false }) !== undefined) return { kind: 'unreadable' };
  const commit = (readIfThere(join(gitDir, ref)) ?? readIfThere(join(commonDir, ref)))?.trim() ?? packedRef(commonDir, ref);
  if (commit === undefined) return { kind: 'unborn' };
  return COMMIT.test(commit) ? { kind: 'commit', commit } : { kind: 'unreadable' };
};

/** Whether history is cut off, so that its oldest commit here is not its first. */
export const isShallow = ({ commonDir }: GitRepository): boolean =>
  (statSync(join(commonDir, 'shallow'), { throwIfNoEntry: false })?.size ?? 0) > 0;
