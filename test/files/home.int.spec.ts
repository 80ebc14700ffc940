import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openHome } from '../../src/files/home.js';
import { plant, temporaryFolders, type Tree } from './support/trees.js';

const newFolder = temporaryFolders();
const rights = (path: string): number => statSync(path).mode & 0o777;
const says = (code: string, text: string) =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(text) as unknown,
    details: expect.objectContaining({ field: 'FORMWORK_HOME' }) as unknown,
  });

describe('openHome', () => {
  it('makes the folder and those above it; only the folder itself is private', () => {
    const root = newFolder();
    const path = join(root, 'a', 'b');
    expect(openHome({ FORMWORK_HOME: path })).toEqual({ path });
    expect(rights(path)).toBe(0o700);
    expect(rights(join(root, 'a'))).toBe(0o777 & ~process.umask());
    expect(openHome({ FORMWORK_HOME: path })).toEqual({ path });
  });

  it('is .formwork in the user’s folder when nothing is said', () => {
    const user = newFolder();
    expect(openHome({ HOME: user, FORMWORK_HOME: '' })).toEqual({ path: join(user, '.formwork') });
    expect(rights(join(user, '.formwork'))).toBe(0o700);
  });

  it.each(['~', '~/sub'])('understands %s, which a .env file cannot expand', (wanted) => {
    const user = newFolder();
    expect(openHome({ HOME: user, FORMWORK_HOME: wanted })).toEqual({ path: join(user, wanted.slice(1)) });
  });

  it('takes a relative path from the current folder', () => {
    const path = newFolder();
    expect(openHome({ FORMWORK_HOME: `${process.cwd().replace(/[^/]+/g, '..').slice(1)}${path}` })).toEqual({ path });
  });

  it('follows a link', () => {
    const root = newFolder();
    mkdirSync(join(root, 'real'), { mode: 0o700 });
    symlinkSync('real', join(root, 'link'));
    expect(openHome({ FORMWORK_HOME: join(root, 'link') })).toEqual({ path: join(root, 'link') });
  });

  it.each<Tree>([{}, { 'events.db': 'x', other: 'x' }, { 'instance-id': 'x' }])(
    'tightens the rights of an empty home or one of Formwork’s: %j',
    (tree) => {
      const path = newFolder();
      plant(path, tree);
      chmodSync(path, 0o755);
      openHome({ FORMWORK_HOME: path });
      expect(rights(path)).toBe(0o700);
    },
  );

  it('refuses a folder that others can read and that holds something else, and leaves its rights alone', () => {
    const path = newFolder();
    plant(path, { 'index.html': 'x' });
    chmodSync(path, 0o755);
    expect(() => openHome({ FORMWORK_HOME: path })).toThrow(says('HOME_NOT_PRIVATE', 'can be read by others'));
    expect(rights(path)).toBe(0o755);
  });

  it('takes a private folder with other things in it', () => {
    const path = newFolder();
    plant(path, { notes: 'x' });
    chmodSync(path, 0o700);
    expect(openHome({ FORMWORK_HOME: path })).toEqual({ path });
  });

  it('refuses a file, what lies below one, and a link to nowhere', () => {
    const root = newFolder();
    plant(root, { file: 'x', link: { link: 'gone' } });
    for (const [path, code, text] of [
      ['file', 'HOME_NOT_A_FOLDER', 'is not a folder'],
      ['file/sub', 'PATH_BLOCKED', 'a file stands where a folder is needed'],
      ['link', 'HOME_NOT_A_FOLDER', 'is not a folder'],
    ] as const)
      expect(() => openHome({ FORMWORK_HOME: join(root, path) })).toThrow(says(code, text));
    expect(existsSync(join(root, 'gone'))).toBe(false);
  });

  it.each(['/proc/formwork', '/proc/formwork/home'])('refuses a place where no folder can be made: %s', (path) => {
    expect(() => openHome({ FORMWORK_HOME: path })).toThrow(
      expect.objectContaining({
        name: 'DomainError',
        details: expect.objectContaining({ field: 'FORMWORK_HOME' }) as unknown,
      }),
    );
  });
});
