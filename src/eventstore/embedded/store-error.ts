import { constants } from 'node:os';

/** What keeps the whole store from being used: its code, one sentence, and how to mend it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: 'STORE_NEWER' | 'STORE_CORRUPTED' | 'STORE_FULL' | 'STORE_READ_ONLY' | 'STORE_UNREACHABLE',
    message: string,
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const BUSY = 5;
const PERMISSION = 3;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const CONSTRAINT = 19;
const NOT_A_DATABASE = 26;
const { ENOSPC, EDQUOT, EACCES, EROFS } = constants.errno;

type SqliteFailure = Error & { readonly sqliteCode: number; readonly systemErrno?: number };
const isSqliteFailure = (error: unknown): error is SqliteFailure => error instanceof Error && 'sqliteCode' in error;
const hasCode = (error: unknown, ...codes: readonly number[]): boolean => isSqliteFailure(error) && codes.includes(error.sqliteCode);
const hasErrno = (error: unknown, ...errnos: readonly number[]): boolean =>
  isSqliteFailure(error) && error.systemErrno !== undefined && errnos.includes(error.systemErrno);

/** Another process holds the lock just now; trying again is right. */
export const isBusy = (error: unknown): boolean => hasCode(error, BUSY);

/** SQLite met pages that contradict each other. */
export const isMalformed = (error: unknown): boolean => hasCode(error, CORRUPT);

/** Says in our words what SQLite or the file system said; anything else comes back as it was. */
export const storeError = (error: unknown, file: string): unknown => {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const because = { cause: error };
  if (isBusy(error)) {
    return new StoreError(
      'STORE_UNREACHABLE',
      `the event store ${file} is held by another process`,
      'try again when that process is done',
      because,
    );
  }
  if (hasCode(error, FULL) || hasErrno(error, ENOSPC, EDQUOT)) {
    return new StoreError(
      'STORE_FULL',
      `the disk of the event store ${file} is full; nothing was written`,
      'make room there and try again',
      because,
    );
  }
  if (hasCode(error, CORRUPT, NOT_A_DATABASE, CONSTRAINT)) {
    const hint = 'keep the file for inspection and restore the last good copy';
    return new StoreError('STORE_CORRUPTED', `the event store ${file} is damaged: ${error.message}`, hint, because);
  }
  const refused = 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS');
  if (refused || hasCode(error, READ_ONLY, PERMISSION) || hasErrno(error, EACCES, EROFS)) {
    const hint = 'give this user write access to the file and its folder';
    return new StoreError('STORE_READ_ONLY', `the event store ${file} cannot be written`, hint, because);
  }
  if (hasCode(error, CANNOT_OPEN)) {
    return new StoreError(
      'STORE_UNREACHABLE',
      `the event store ${file} cannot be opened`,
      'check that its folder exists and can be read',
      because,
    );
  }
  if (isSqliteFailure(error) || 'syscall' in error) {
    const hint = 'check the disk, then start again';
    return new StoreError('STORE_UNREACHABLE', `the event store ${file} cannot be read or written: ${error.message}`, hint, because);
  }
  return error;
};
