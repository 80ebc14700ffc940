import { stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { openDatabase } from '../../src/database/open-database.js';
import { createTables } from '../../src/database/tables.js';
import { openReadModels } from '../../src/projections/open-read-models.js';
import { createTestDatabase, noPostgres, onTestServer } from '../support/postgres.js';
import { afterThisTest, temporaryFolder } from '../support/temporary.js';

@Entity('notes')
class NoteRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') text!: string;
}

const SCHEMA = { entities: [NoteRow], migrations: [], migrated: [] };
const SECRET = 'hunter2';

const openNotes = async (home: string) => {
  const db = await openDatabase({ home }, SCHEMA);
  afterThisTest(() => db.destroy());
  return db;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** What somebody would see of it, and in a log. */
const refusal = async (options: { url?: string; home: string }) => {
  const error: unknown = await openReadModels(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error as Error & { code: string; details: { hint: string } };
};

describe('The embedded database', () => {
  it('is readable by its owner alone', async () => {
    const home = join(await temporaryFolder(), 'home');
    const db = await openNotes(home);
    await db.transaction((tx) => createTables(tx, [NoteRow], ''));
    for (const file of ['read-models.db', 'read-models.db-wal', 'read-models.db-shm'])
      expect((await stat(join(home, file))).mode & 0o777).toBe(0o600);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  it('shows a reader nothing of a transaction that is not committed, and runs transactions one after another', async () => {
    const db = await openNotes(await temporaryFolder());
    await db.transaction((tx) => createTables(tx, [NoteRow], ''));
    const counts: number[] = [];
    const writing = [1, 2, 3].map((n) =>
      db.transaction(async (tx) => {
        counts.push(await tx.count(NoteRow), await db.manager.count(NoteRow));
        await tx.insert(NoteRow, { id: `note ${n}`, text: '' });
        counts.push(await tx.count(NoteRow), await db.manager.count(NoteRow));
        if (n === 2) throw new Error('second thoughts');
      }),
    );
    const results = await Promise.allSettled(writing);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(counts).toEqual([0, 0, 1, 0, 1, 1, 2, 1, 1, 1, 2, 1]);
    expect((await db.manager.find(NoteRow, { order: { id: 'ASC' } })).map(({ id }) => id)).toEqual(['note 1', 'note 3']);
  });

  it('serves another source in the same process at the same time', async () => {
    const home = await temporaryFolder();
    const [one, other] = [await openNotes(home), await openNotes(home)];
    await one.transaction((tx) => createTables(tx, [NoteRow], ''));
    const write = (db: typeof one, name: string) =>
      Array.from({ length: 20 }, (_, n) => db.transaction((tx) => tx.insert(NoteRow, { id: `${name} ${n}`, text: '' })));
    await Promise.all([...write(one, 'one'), ...write(other, 'other')]);
    expect(await one.manager.count(NoteRow)).toBe(40);
  });

  it('says so when its file is no database', async () => {
    const home = await temporaryFolder();
    await writeFile(join(home, 'read-models.db'), 'certainly no database '.repeat(1000));
    const error = await refusal({ home });
    expect(error).toMatchObject({
      name: 'DomainError',
      code: 'DATABASE_DAMAGED',
      details: { hint: expect.stringContaining('delete') as unknown },
    });
    expect(error.message).toContain(join(home, 'read-models.db'));
  });

  it('says so when its folder cannot be made', async () => {
    const home = join(await temporaryFolder(), 'a-file');
    await writeFile(home, '');
    expect(await refusal({ home })).toMatchObject({ name: 'DomainError', code: 'DATABASE_UNWRITABLE' });
  });
});

describe('A PostgreSQL address', () => {
  it('that nobody answers is refused with the host and a way out, without the password', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const error = await refusal({ home: await temporaryFolder(), url: `postgres://formwork:${SECRET}@${host}/models` });
    expect(error).toMatchObject({ name: 'DomainError', code: 'DATABASE_UNREACHABLE' });
    expect(error.message).toContain(host);
    expect(error.details.hint).toContain('FORMWORK_DATABASE_URL');
    expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain(SECRET);
  });

  it('that is none is refused, without the password', async () => {
    for (const url of [`mysql://formwork:${SECRET}@localhost/models`, `formwork:${SECRET}`, `postgres://formwork:${SECRET}@:port/models`]) {
      const error = await refusal({ home: await temporaryFolder(), url });
      expect(error).toMatchObject({ name: 'DomainError', code: 'DATABASE_URL_INVALID' });
      expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(SECRET);
    }
  });
});

(noPostgres === undefined ? describe : describe.skip)(`PostgreSQL${noPostgres === undefined ? '' : ` (${noPostgres})`}`, () => {
  it('that lets nobody create tables says how to allow it', async () => {
    const { url, drop } = await createTestDatabase();
    afterThisTest(drop);
    const reader = `formwork_reader_${process.pid}`;
    await onTestServer(url, `CREATE ROLE "${reader}" LOGIN PASSWORD '${SECRET}'; REVOKE CREATE ON SCHEMA public FROM public`);
    afterThisTest(() => onTestServer(url, `DROP ROLE "${reader}"`));
    const asReader = Object.assign(new URL(url), { username: reader, password: SECRET }).href;
    const error = await refusal({ home: await temporaryFolder(), url: asReader });
    expect(error).toMatchObject({
      code: 'DATABASE_UNWRITABLE',
      details: { hint: `allow it with: GRANT CREATE ON SCHEMA public TO "${reader}"` },
    });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(SECRET);
  });

  it('that lacks the database says how to create it', async () => {
    const { url, drop } = await createTestDatabase();
    await drop();
    const name = new URL(url).pathname.slice(1);
    const error = await refusal({ home: await temporaryFolder(), url });
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', details: { hint: `create it with: createdb ${name}` } });
  });
});
