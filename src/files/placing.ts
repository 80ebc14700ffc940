import { lstatSync } from 'node:fs';
import type { WritePlan } from '../commands/ports.js';
import { changedMeanwhile } from './destination.js';
import type { FileOperations } from './file-operations.js';
import { identityOf } from './inspection.js';
import type { Move } from './journal.js';
import { shown } from './path-rules.js';
import { attempt, errnoOf } from './refusals.js';

type Planned = WritePlan['files'][number];

/** Answers of file systems without hard links, or that refuse one more to this file. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

const look = (path: string) => lstatSync(path, { bigint: true, throwIfNoEntry: false });

export const makeFolders = (folders: readonly string[], operations: FileOperations): void => {
  for (const folder of folders)
    attempt(`make the folder ${folder}`, () => {
      try {
        operations.mkdirSync(folder);
      } catch (error) {
        const foundThere = errnoOf(error) === 'EEXIST' && lstatSync(folder).isDirectory();
        if (!foundThere) throw error;
      }
    });
};

/** Whoever reads what a template prints as executable may also run it. */
const withExecution = (mode: number): number => mode | ((mode & 0o444) >> 2);

/** The file that takes another one's place keeps its rights and, where the process may give files away, its owner. */
const keepRights = ({ target, fresh }: Move, executable: boolean, operations: FileOperations): void => {
  const before = lstatSync(target, { throwIfNoEntry: false });
  if (!before?.isFile()) return;
  const now = lstatSync(fresh);
  if (before.uid !== now.uid || before.gid !== now.gid)
    try {
      operations.chownSync(fresh, before.uid, before.gid);
    } catch (error) {
      if (errnoOf(error) !== 'EPERM') throw error;
    }
  const rights = before.mode & 0o777;
  operations.chmodSync(fresh, executable ? withExecution(rights) : rights);
};

/** Writes the new content beside its place. Nothing that anybody looks for has changed yet. */
export const stage = (move: Move, { path, bytes, executable = false, symlink }: Planned, operations: FileOperations): void =>
  attempt(`write ${shown(path)}`, () => {
    if (symlink) return operations.symlinkSync(Buffer.from(bytes), move.fresh);
    operations.writeFileSync(move.fresh, bytes, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
    if (move.file.state === 'overwritten') keepRights(move, executable, operations);
  });

/** Under its name, but never over something that appeared there: a hard link fails where a rename would replace. */
const placeNew = ({ file, target, fresh }: Move, operations: FileOperations): void => {
  try {
    // On some systems a hard link to a symbolic link leads to what that one names.
    if (!file.symlink) return operations.linkSync(fresh, target);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw changedMeanwhile(file.path);
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
  }
  if (look(target) !== undefined) throw changedMeanwhile(file.path);
  operations.renameSync(fresh, target);
};

/** Keeps what stands there under a second name; without hard links it moves there, and the place is empty for a moment. */
const keepFormer = ({ target, former }: Move, operations: FileOperations): void => {
  try {
    if (!lstatSync(target).isSymbolicLink()) return operations.linkSync(target, former);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
  }
  operations.renameSync(target, former);
};

const replace = (move: Move, replaces: string | undefined, operations: FileOperations): void => {
  keepFormer(move, operations);
  const former = look(move.former);
  const standing = look(move.target);
  const isPlanned = (stats: typeof former) => stats !== undefined && identityOf(stats) === replaces;
  if (!isPlanned(former)) throw changedMeanwhile(move.file.path);
  if (standing === undefined) return placeNew(move, operations);
  if (!isPlanned(standing)) throw changedMeanwhile(move.file.path);
  operations.renameSync(move.fresh, move.target);
};

/** Puts a staged file in its place. */
export const place = (move: Move, { path, replaces }: Planned, operations: FileOperations): void =>
  attempt(`write ${shown(path)}`, () => (move.file.state === 'created' ? placeNew(move, operations) : replace(move, replaces, operations)));
