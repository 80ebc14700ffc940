import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

type Statement = {
  /** Whether running it yields rows. */
  readonly reader: boolean;
  readonly all: (...parameters: unknown[]) => unknown[];
  readonly run: (...parameters: unknown[]) => { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
};

/**
 * The part of better-sqlite3's API that TypeORM's `better-sqlite3` driver calls, over a SQLite whose binaries come inside its npm
 * package: better-sqlite3 itself downloads one at installation, or needs a compiler.
 */
export class SqliteConnection {
  private readonly connection: DatabaseSyncInstance;

  constructor(path: string, { timeout }: { readonly timeout: number }) {
    this.connection = new DatabaseSync(path, { timeout });
  }

  /** Every transaction here writes: one that began as a reader could not become a writer once somebody else has written. */
  prepare(sql: string): Statement {
    const statement = this.connection.prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE TRANSACTION' : sql);
    return {
      reader: statement.columns().length > 0,
      all: statement.all.bind(statement),
      run: statement.run.bind(statement),
    };
  }

  pragma(source: string): unknown {
    return this.connection.prepare(`PRAGMA ${source}`).all();
  }

  /** Makes a function of two texts callable from SQL; the same texts must always give the same result. */
  define(name: string, implementation: (left: string, right: string) => boolean): void {
    this.connection.function(name, { deterministic: true }, (left: string, right: string) => (implementation(left, right) ? 1 : 0));
  }

  close(): void {
    this.connection.close();
  }
}
