import { DomainError } from '../domain/decider.js';

type Cause = { readonly code: string; readonly says: string; readonly hint: string };

const DISK_FULL: Cause = { code: 'DISK_FULL', says: 'no space is left on its disk', hint: 'free some space and run again' };
const NOT_PERMITTED: Cause = {
  code: 'NOT_PERMITTED',
  says: 'permission is denied',
  hint: 'change the rights of the folder or choose another one',
};
const BLOCKED: Cause = {
  code: 'PATH_BLOCKED',
  says: 'a file stands where a folder is needed, or a folder where a file is',
  hint: 'move it away or choose another folder',
};
const TOO_MANY_FILES: Cause = {
  code: 'TOO_MANY_OPEN_FILES',
  says: 'too many files are open',
  hint: 'close some programs or raise the limit (ulimit -n)',
};
const NAME_REFUSED: Cause = { code: 'PATH_UNSAFE', says: 'the file system does not take this name', hint: 'choose another name' };

const CAUSES: Readonly<Record<string, Cause>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: { ...DISK_FULL, says: 'the disk quota is used up' },
  EACCES: NOT_PERMITTED,
  EPERM: NOT_PERMITTED,
  EROFS: { code: 'READ_ONLY', says: 'its file system is read-only', hint: 'choose another folder' },
  ENAMETOOLONG: { code: 'PATH_TOO_LONG', says: 'the name is longer than the file system takes', hint: 'choose a shorter name' },
  ENOTDIR: BLOCKED,
  EISDIR: BLOCKED,
  ELOOP: { code: 'PATH_THROUGH_LINK', says: 'its path leads through too many links', hint: 'choose another folder' },
  ENOENT: { code: 'FILE_CHANGED', says: 'the file system finds no such file or folder', hint: 'run again, or choose another folder' },
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  EINVAL: NAME_REFUSED,
  EILSEQ: NAME_REFUSED,
  EIO: { code: 'DISK_FAILED', says: 'the disk reports an error', hint: 'look into the system log and at the disk' },
};

/** The system's word for what went wrong (`ENOENT`); undefined for anything that is not an answer of the system. */
export const errnoOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'errno' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** What the file system said, in one sentence: `cannot write src/a.ts: no space is left on its disk`. Anything else stays as it is. */
export const refusalOf = (error: unknown, doing: string, field = 'path'): unknown => {
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  const { code, says, hint } = CAUSES[errno] ?? {
    code: 'DISK_FAILED',
    says: (error as Error).message,
    hint: 'look at the folder and its disk',
  };
  return new DomainError(code, `cannot ${doing}: ${says}`, { field, hint });
};

/** Runs `work`; what the file system refuses becomes a sentence about `doing`. */
export const attempt = <Result>(doing: string, work: () => Result, field?: string): Result => {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error, doing, field);
  }
};
