import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { APPLICATION_ID, FORMAT } from './create-database.js';
import { isBusy, StoreError, storeError } from './store-error.js';

/** How long SQLite itself waits for a lock, holding the event loop; beyond that we wait, and the loop goes on. */
const BLOCKING_WAIT_MS = 10;

const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON; -- where a plain synchronisation stops at the disk's cache
  PRAGMA checkpoint_fullfsync = ON;
  PRAGMA secure_delete = FAST; -- pages that are split leave no second copy of an event behind
  PRAGMA cache_size = -16000;
`;

/** A column of bytes; none where damage made something else of it. */
export const bytesOf = (column: unknown): Buffer =>
  ArrayBuffer.isView(column) ? Buffer.from(column.buffer, column.byteOffset, column.byteLength) : Buffer.alloc(0);

/**
 * One connection to the store's file.
 *
 * Every commit is on disk before it is acknowledged: write-ahead log, synchronised at each commit. Several processes may have the file
 * open; one of them writes at a time, readers never wait.
 */
export class Database {
  private readonly statements = new Map<string, StatementSyncInstance>();

  private constructor(
    readonly file: string,
    private readonly connection: DatabaseSyncInstance,
    private readonly patienceMs: number,
  ) {}

  static async open(file: string, patienceMs: number): Promise<Database> {
    const url = pathToFileURL(file);
    url.search = '?mode=rw'; // a file that went missing is an error, never a new empty store
    let connection: DatabaseSyncInstance;
    try {
      connection = new DatabaseSync(url, { timeout: BLOCKING_WAIT_MS });
    } catch (error) {
      throw storeError(error, file);
    }
    const database = new Database(file, connection, patienceMs);
    try {
      await database.patiently(() => database.prepare());
    } catch (error) {
      connection.close();
      throw error;
    }
    return database;
  }

  /** Runs now; while another process holds the file, again and again, leaving the event loop free in between. @throws StoreError */
  async patiently<T>(work: () => T): Promise<T> {
    let deadline: number | undefined;
    for (;;) {
      if (!this.connection.isOpen) throw new StoreError('STORE_UNREACHABLE', `the event store ${this.file} is closed`, 'open it again');
      try {
        return work();
      } catch (error) {
        deadline ??= performance.now() + this.patienceMs;
        if (!isBusy(error) || performance.now() > deadline) throw storeError(error, this.file);
      }
      await delay(1 + Math.random() * 4); // at random, so that two who wait do not keep meeting
    }
  }

  get<Row>(sql: string, ...parameters: readonly (number | string | Uint8Array)[]): Row | undefined {
    return this.statement(sql).get(...parameters) as Row | undefined;
  }

  run(sql: string, ...parameters: readonly (number | string | Uint8Array)[]): void {
    this.statement(sql).run(...parameters);
  }

  /** All of it or nothing; holds the write lock from the start. @throws what SQLite throws, after a roll-back. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      if (this.connection.isTransaction) this.rollBack();
      throw error;
    }
  }

  /** Another number after each commit of another connection. */
  version(): number {
    return (this.get<{ data_version: number }>('PRAGMA data_version') as { data_version: number }).data_version;
  }

  /**
   * Moves the write-ahead log into the file, unless a write failed, and lets go of it. The moving is asked for, since the driver leaves
   * prepared statements, and with them SQLite's own closing, to the garbage collector: an emptied log may stay beside the file.
   */
  close({ afterFailure = false } = {}): void {
    if (!this.connection.isOpen) return;
    try {
      if (!afterFailure) this.connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // everything committed is in the write-ahead log, and the next one to open the file finds it there
    }
    this.statements.clear();
    this.connection.close();
  }

  /** Best effort: the error that led here is the one to report. */
  private rollBack(): void {
    try {
      this.run('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, or cannot; in both cases nothing was committed
    }
  }

  private prepare(): void {
    const format = this.get<{ application_id: number; user_version: number }>(
      'SELECT application_id, user_version FROM pragma_application_id, pragma_user_version',
    );
    if (format?.application_id !== APPLICATION_ID) {
      const hint = 'name another file, or restore the last good copy of this one';
      throw new StoreError('STORE_CORRUPTED', `${this.file} is not an event store of Formwork`, hint);
    }
    if (format.user_version > FORMAT) {
      const message = `the event store ${this.file} was written by a newer Formwork (format ${format.user_version}, this one knows ${FORMAT})`;
      throw new StoreError('STORE_NEWER', message, 'update Formwork');
    }
    this.connection.exec(SETTINGS);
  }

  private statement(sql: string): StatementSyncInstance {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.connection.prepare(sql)));
    return statement;
  }
}
