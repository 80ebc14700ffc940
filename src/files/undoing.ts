import { lstatSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';
import type { FileOperations } from './file-operations.js';
import { movesOf, sha256Of, type Journal, type Move } from './journal.js';
import { errnoOf } from './refusals.js';

const look = (path: string): BigIntStats | undefined => lstatSync(path, { bigint: true, throwIfNoEntry: false });

const isOneFile = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino && a.dev === b.dev;

const standsAsPlanned = ({ file, target }: Move, stats: BigIntStats): boolean => {
  if (file.symlink) return stats.isSymbolicLink() && sha256Of(readlinkSync(target, 'buffer')) === file.sha256;
  return stats.isFile() && sha256Of(readFileSync(target)) === file.sha256;
};

/** Whether every file that a write was to place stands there. */
export const isComplete = (journal: Journal): boolean =>
  movesOf(journal).every((move) => {
    const standing = look(move.target);
    return standing !== undefined && standsAsPlanned(move, standing);
  });

const takeBack = (move: Move, operations: FileOperations): void => {
  const standing = look(move.target);
  if (standing === undefined || !standsAsPlanned(move, standing)) return;
  const fresh = look(move.fresh);
  // A staged file is gone only where a rename brought it here. While the staged file is there, a file of its own at the target came from somebody else, whatever its bytes.
  if (fresh === undefined || isOneFile(fresh, standing)) operations.unlinkSync(move.target);
};

const bringBack = (generationId: string, move: Move, operations: FileOperations): void => {
  const { target, fresh, former } = move;
  const kept = look(former);
  if (kept === undefined) return;
  const standing = look(target);
  if (standing === undefined) return operations.renameSync(former, target);
  // Renaming one name of a file onto another name of the same file does nothing.
  if (isOneFile(kept, standing)) return operations.unlinkSync(former);
  if (standsAsPlanned(move, standing)) return operations.renameSync(former, target);
  // Somebody else replaced the file, and not what was staged, which is still waiting.
  if (look(fresh) !== undefined) return operations.unlinkSync(former);
  // Somebody worked on the file since: that stays, and what stood there before stays beside it.
  operations.renameSync(former, `${target}.before-${generationId}`);
};

const removeIfThere = (path: string, operations: FileOperations): void => {
  if (look(path) !== undefined) operations.unlinkSync(path);
};

const removeIfEmpty = (folder: string, operations: FileOperations): void => {
  try {
    operations.rmdirSync(folder);
  } catch (error) {
    const inUseOrGone = ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errnoOf(error) ?? '');
    if (!inUseOrGone) throw error;
  }
};

/** Goes on after a step that the file system refuses: each that succeeds is one thing less to mend. */
const runAll = (steps: readonly (() => void)[]): NodeJS.ErrnoException[] =>
  steps.flatMap((step) => {
    try {
      step();
      return [];
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      return [error as NodeJS.ErrnoException];
    }
  });

const backInPlace = (journal: Journal, operations: FileOperations) => (move: Move) => () =>
  move.file.state === 'created' ? takeBack(move, operations) : bringBack(journal.generationId, move, operations);

/**
 * Puts everything back as it was before the write, told from what stands there alone: it may be called after a failure, in
 * another process, or a second time. What somebody else made or changed meanwhile stays.
 * @param placed whether any file may have come to its place; before that, whatever stands there is somebody else's
 * @returns what could not be put back, empty when all was
 */
export const undo = (journal: Journal, placed: boolean, operations: FileOperations): readonly NodeJS.ErrnoException[] => {
  const moves = movesOf(journal).reverse();
  return runAll([
    ...(placed ? moves.map(backInPlace(journal, operations)) : []),
    ...moves.map(
      ({ fresh }) =>
        () =>
          removeIfThere(fresh, operations),
    ),
    ...[...journal.folders].reverse().map((folder) => () => removeIfEmpty(folder, operations)),
  ]);
};

const drop = (
  journal: Journal,
  asidesOf: (move: Move) => readonly string[],
  operations: FileOperations,
): readonly NodeJS.ErrnoException[] =>
  runAll(
    movesOf(journal)
      .flatMap(asidesOf)
      .map((path) => () => removeIfThere(path, operations)),
  );

/** Removes the second names under which placed files were staged. @returns what could not be removed */
export const dropStaged = (journal: Journal, operations: FileOperations): readonly NodeJS.ErrnoException[] =>
  drop(journal, ({ fresh }) => [fresh], operations);

/** Removes all that a finished write kept aside. @returns what could not be removed */
export const dropAsides = (journal: Journal, operations: FileOperations): readonly NodeJS.ErrnoException[] =>
  drop(journal, ({ file, fresh, former }) => (file.state === 'overwritten' ? [fresh, former] : [fresh]), operations);
