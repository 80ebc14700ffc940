import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { chmod, copyFile, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine } from '../../../src/eventstore/embedded/engine.js';
import { StoreError } from '../../../src/eventstore/embedded/store-error.js';
import { anEvent, isDamaged, type Plain, readEverything } from '../support/engine-events.js';
import { makeFolder, removeFolder } from '../support/folder.js';

describe('the file of the embedded store', () => {
  let folder: string;
  const opened: Engine[] = [];
  const open = async (path: string): Promise<Engine> => {
    const engine = await Engine.open(path);
    opened.push(engine);
    return engine;
  };

  beforeEach(async () => void (folder = await makeFolder()));
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
    await removeFolder(folder);
  });

  const refused = (code: StoreError['code'], message: RegExp) =>
    expect.objectContaining({ name: StoreError.name, code, message: expect.stringMatching(message), hint: expect.any(String) });
  const edit = (file: string, sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };

  it('is made with its folder, for its owner alone, and nothing is left beside it', async () => {
    const home = join(folder, 'deep', 'home');
    const engine = await open(home);
    await engine.append('a', 'any', [anEvent()]);
    expect(engine.file).toBe(join(home, 'events.db'));
    expect((await stat(home)).mode & 0o777).toBe(0o700);
    expect((await readdir(home)).sort()).toEqual(['events.db', 'events.db-shm', 'events.db-wal']);
    for (const file of await readdir(home)) expect((await stat(join(home, file))).mode & 0o777).toBe(0o600);
    await engine.close();
    const { size } = await stat(join(home, 'events.db-wal')).catch(() => ({ size: 0 }));
    expect(size).toBe(0);
  });

  it('may be named itself', async () => {
    const engine = await open(join(folder, 'mine.db'));
    await engine.append('a', 'any', [anEvent()]);
    await engine.close();
    await copyFile(join(folder, 'mine.db'), join(folder, 'other'));
    expect(await readEverything(await open(join(folder, 'other')))).toHaveLength(1);
  });

  it('keeps the permissions that an existing folder and file have', async () => {
    await (await open(folder)).close();
    await chmod(folder, 0o750);
    await chmod(join(folder, 'events.db'), 0o640);
    await (await open(folder)).append('a', 'any', [anEvent()]);
    expect((await stat(folder)).mode & 0o777).toBe(0o750);
    expect((await stat(join(folder, 'events.db'))).mode & 0o777).toBe(0o640);
  });

  it('can be opened many times at once, also when it is not there yet', async () => {
    const engines = await Promise.all(Array.from({ length: 8 }, () => open(folder)));
    await Promise.all(engines.map((engine) => engine.append('a', 'any', [anEvent()])));
    for (const engine of engines) expect(await readEverything(engine)).toHaveLength(8);
  });

  it('is refused when a newer version wrote it', async () => {
    await (await open(folder)).close();
    edit(join(folder, 'events.db'), 'PRAGMA user_version = 2');
    await expect(open(folder)).rejects.toEqual(
      refused('STORE_NEWER', /events\.db was written by a newer Formwork \(format 2, this one knows 1\)/),
    );
  });

  it.each<[string, (file: string) => Promise<void> | void, RegExp]>([
    ['text', (file) => writeFile(file, 'not a database\n'.repeat(1000)), /events\.db is damaged/],
    ['empty', (file) => writeFile(file, ''), /events\.db is not an event store of Formwork/],
    ["another program's database", (file) => edit(file, 'CREATE TABLE t (a)'), /events\.db is not an event store of Formwork/],
    [
      'missing beside its write-ahead log',
      (file) => writeFile(`${file}-wal`, 'something'),
      /events\.db is missing, but its write-ahead log is there/,
    ],
  ])('is refused when it is %s', async (_, spoil, message) => {
    await spoil(join(folder, 'events.db'));
    await expect(open(folder)).rejects.toEqual(refused('STORE_CORRUPTED', message));
  });

  it('is refused, or read without what is missing, when its end is cut off', async () => {
    const engine = await open(folder);
    for (let number = 0; number < 200; number++) void engine.append(`a-${number % 7}`, 'any', [anEvent(`"${'x'.repeat(500)}"`)]);
    await engine.append('a-0', 'any', [anEvent()]);
    const whole = await readEverything(engine);
    await engine.close();
    const { size } = await stat(join(folder, 'events.db'));
    for (const length of [size - 1, size - 8192, Math.floor(size / 2), 8192, 4000, 100, 1]) {
      const torn = join(folder, `torn-${length}.events.db`);
      await copyFile(join(folder, 'events.db'), torn);
      await truncate(torn, length);
      let read: Plain[] | undefined;
      const failure: unknown = await open(torn)
        .then(readEverything)
        .then((events) => void (read = events))
        .catch((error: unknown) => error);
      if (read === undefined) expect(failure).toEqual(refused('STORE_CORRUPTED', /events\.db is (damaged|not an event store)/));
      else expect(read).toEqual(whole.map((event, index) => (isDamaged(read?.[index]) ? read?.[index] : event)));
      if (length <= size / 2) expect(read).toBeUndefined();
    }
    expect(whole).toHaveLength(201);
  });

  it('cannot be made where a file is in the way', async () => {
    await writeFile(join(folder, 'home'), '');
    await expect(open(join(folder, 'home', 'deeper'))).rejects.toEqual(refused('STORE_UNREACHABLE', /cannot be read or written/));
  });
});
