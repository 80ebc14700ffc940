import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { StoreError, storeError } from './store-error.js';

/** `FWES` in the file's header: what lies in it is ours. */
export const APPLICATION_ID = 0x46574553;

/** Version of what follows; a newer one is refused, an older one is brought up to this one. */
export const FORMAT = 1;

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

/**
 * `log` is the truth: chunks of consecutive events (see frame.ts), each under the position of its last event.
 * `stream_index` can be rebuilt from it: where the events of a stream lie, up to position `indexed` (see stream-index.ts).
 */
const SCHEMA = `
  PRAGMA page_size = 8192;
  PRAGMA synchronous = OFF; -- the whole file is synchronised once
  PRAGMA journal_mode = WAL;
  CREATE TABLE log (position INTEGER PRIMARY KEY, count INTEGER NOT NULL, events BLOB NOT NULL) STRICT;
  CREATE TABLE stream_index (stream BLOB NOT NULL, revision INTEGER NOT NULL, places BLOB NOT NULL, PRIMARY KEY (stream, revision)) STRICT, WITHOUT ROWID;
  CREATE TABLE progress (indexed INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (0);
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/**
 * Makes an empty store that only its owner can read. It is built under another name and appears complete or not at all,
 * so an empty or half-made file under the store's own name always means damage.
 */
export const createDatabase = (file: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
    const { size = 0 } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? {};
    if (size > 0 && !existsSync(file)) {
      const hint = 'bring the file back, or move the -wal file away if it may be lost';
      throw new StoreError('STORE_CORRUPTED', `the event store ${file} is missing, but its write-ahead log is there`, hint);
    }
    const draft = join(dirname(file), `.${randomUUID()}.new`);
    try {
      closeSync(openSync(draft, 'wx', OWNER_ONLY_FILE));
      const connection = new DatabaseSync(draft);
      try {
        connection.exec(SCHEMA);
      } finally {
        connection.close();
      }
      synchronise(draft);
      publish(draft, file);
    } finally {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
    }
    synchroniseFolder(dirname(file));
  } catch (error) {
    throw storeError(error, file);
  }
};

/** Whoever comes second finds the store of the first. */
const publish = (draft: string, file: string): void => {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (existsSync(file)) return;
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    renameSync(draft, file); // a file system without hard links
  }
};

const synchronise = (path: string): void => {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const synchroniseFolder = (folder: string): void => {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
