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

/** SQLite's primary result codes. */
const LOGIC = 1; // our statements are right, so the tables are not what they were
const BUSY = 5;
const PERMISSION = 3;
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const CONSTRAINT = 19;
const NOT_A_DATABASE = 26;
const { ENOSPC, EDQUOT, EACCES, EROFS } = constants.errno;

/** What SQLite (`sqliteCode`, its primary result code) and Node's file system (`syscall`) throw. */
type Failure = {
  readonly message: string;
  readonly sqliteCode?: number;
  readonly systemErrno?: number;
  readonly code?: string;
  readonly syscall?: string;
};
const asFailure = (error: unknown): Failure =>
  typeof error === 'object' && error !== null ? (error as Failure) : { message: String(error) };
const hasCode = (error: unknown, ...codes: readonly number[]): boolean => codes.includes(asFailure(error).sqliteCode ?? 0);
const hasErrno = (error: unknown, ...errnos: readonly number[]): boolean => errnos.includes(asFailure(error).systemErrno ?? 0);

/** Another process holds the lock just now; trying again is right. */
export const isBusy = (error: unknown): boolean => hasCode(error, BUSY);

/** SQLite gave a row that it was not asked for. */
export class OutOfOrder extends Error {}

/** Pages of the file contradict each other, or hold a number that none of ours could have become. */
export const isMalformed = (error: unknown): boolean =>
  hasCode(error, CORRUPT) || asFailure(error).code === 'ERR_OUT_OF_RANGE' || error instanceof OutOfOrder;

/** Says in our words what SQLite or the file system said; anything else comes back as it was. */
export const storeError = (error: unknown, file: string): unknown => {
  if (error instanceof StoreError) return error;
  const { message, code, sqliteCode, syscall } = asFailure(error);
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
  if (isMalformed(error) || hasCode(error, LOGIC, NOT_A_DATABASE, CONSTRAINT)) {
    const hint = 'keep the file for inspection and restore the last good copy';
    return new StoreError('STORE_CORRUPTED', `the event store ${file} is damaged: ${message}`, hint, because);
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    hasCode(error, READ_ONLY, PERMISSION) ||
    hasErrno(error, EACCES, EROFS)
  ) {
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
  if (sqliteCode !== undefined || syscall !== undefined) {
    const hint = 'check the disk, then start again';
    return new StoreError('STORE_UNREACHABLE', `the event store ${file} cannot be read or written: ${message}`, hint, because);
  }
  return error;
};
