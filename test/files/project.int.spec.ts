import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectOf } from '../../src/files/project.js';
import { plant, temporaryFolders } from './support/trees.js';

const newFolder = temporaryFolders();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a folder without git', () => {
  it('is a project of its own, known by its real path', () => {
    const root = newFolder();
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    const own = { project: sha256(join(root, 'real')), root: join(root, 'real'), base: '' };
    expect(projectOf(join(root, 'real'), newFolder())).toEqual(own);
    expect(projectOf(join(root, 'link'), newFolder())).toEqual(own);
    expect(projectOf(join(root, 'real', 'new', 'deep'), newFolder()).project).toBe(sha256(join(root, 'real', 'new', 'deep')));
  });

  it('belongs to the project whose id stands in it or above it', () => {
    const root = newFolder();
    plant(root, { '.formwork/project-id': '  shop-42\n', 'a/b/file': 'x' });
    expect(projectOf(root, newFolder())).toEqual({ project: 'shop-42', root, base: '' });
    expect(projectOf(join(root, 'a', 'b'), newFolder())).toEqual({ project: 'shop-42', root, base: 'a/b' });
    expect(projectOf(join(root, 'a', 'new', 'one'), newFolder())).toEqual({ project: 'shop-42', root, base: 'a/new/one' });
  });

  it('belongs to the nearest of several projects', () => {
    const root = newFolder();
    plant(root, { '.formwork/project-id': 'outer', 'inner/.formwork/project-id': 'inner', 'inner/x/file': '' });
    expect(projectOf(join(root, 'inner', 'x'), newFolder())).toEqual({ project: 'inner', root: join(root, 'inner'), base: 'x' });
  });

  it.each(['', ' \n', 'two\nlines', 'x'.repeat(129), 'esc\u001b[31m'])('refuses a project id that cannot be one: %j', (id) => {
    const root = newFolder();
    plant(root, { '.formwork/project-id': id });
    expect(() => projectOf(root, newFolder())).toThrow(expect.objectContaining({ code: 'PROJECT_ID_INVALID' }));
  });

  it('takes no notice of a .formwork that holds no id', () => {
    const root = newFolder();
    plant(root, { '.formwork': 'a file', 'sub/.formwork/project-id/x': '' });
    expect(projectOf(join(root, 'sub'), newFolder()).root).toBe(join(root, 'sub'));
  });
});

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) process.stderr.write('git is not installed: projects of repositories are not tested\n');

(hasGit ? describe : describe.skip)('a folder in a git repository', () => {
  const path = process.env.PATH!;
  const IDENTITY = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = (folder: string, ...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      env: { PATH: path, ...IDENTITY },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const commit = (folder: string, message = 'x'): string => {
    git(folder, 'commit', '--allow-empty', '-m', message);
    return git(folder, 'rev-parse', 'HEAD');
  };
  const repository = (): { folder: string; root: string } => {
    const folder = newFolder();
    git(folder, 'init', '-b', 'main');
    return { folder, root: commit(folder, 'first') };
  };

  /** Counts how often git is started, by standing before it in the PATH. */
  let calls: () => number;
  beforeEach(() => {
    const folder = newFolder();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(join(folder, 'git'), `#!/bin/sh\necho >> ${folder}/calls\nexec ${real} "$@"\n`);
    chmodSync(join(folder, 'git'), 0o755);
    process.env.PATH = `${folder}${delimiter}${path}`;
    calls = () =>
      readdirSync(folder).includes('calls')
        ? execFileSync('wc', ['-l', join(folder, 'calls')], { encoding: 'utf8' })
            .trim()
            .split(' ')
            .map(Number)[0]!
        : 0;
  });
  afterEach(() => {
    process.env.PATH = path;
  });

  it('is known by the SHA-256 of its root commit, wherever it lies', () => {
    const { folder, root } = repository();
    commit(folder);
    mkdirSync(join(folder, 'a'));
    const home = newFolder();
    expect(projectOf(folder, home)).toEqual({ project: sha256(root), root: folder, base: '' });
    expect(projectOf(join(folder, 'a', 'new'), home)).toEqual({ project: sha256(root), root: folder, base: 'a/new' });
    const copy = join(newFolder(), 'copy');
    cpSync(folder, copy, { recursive: true });
    expect(projectOf(copy, home).project).toBe(sha256(root));
  });

  it('belongs to a project id above it, should there be one', () => {
    const outer = newFolder();
    plant(outer, { '.formwork/project-id': 'monorepo', 'repo/x': '' });
    git(join(outer, 'repo'), 'init');
    commit(join(outer, 'repo'));
    expect(projectOf(join(outer, 'repo'), newFolder())).toEqual({ project: 'monorepo', root: outer, base: 'repo' });
  });

  it('before the first commit is a project of its own', () => {
    const folder = newFolder();
    git(folder, 'init');
    expect(projectOf(join(folder, 'a'), newFolder())).toEqual({ project: sha256(join(folder, 'a')), root: join(folder, 'a'), base: '' });
  });

  it('does not start git for history that lies in loose files', () => {
    const { folder, root } = repository();
    for (let count = 0; count < 5; count += 1) commit(folder);
    expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
    expect(calls()).toBe(0);
  });

  it('starts git once for packed history, not again after further commits, and again for what it never saw', () => {
    const { folder, root } = repository();
    commit(folder);
    git(folder, 'gc');
    const home = newFolder();
    expect(projectOf(folder, home).project).toBe(sha256(root));
    expect(projectOf(folder, home).project).toBe(sha256(root));
    expect(calls()).toBe(1);
    commit(folder);
    commit(folder);
    git(folder, 'checkout', '-b', 'other');
    expect(projectOf(folder, home).project).toBe(sha256(root));
    expect(calls()).toBe(1);
    expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
    expect(calls()).toBe(2);
  });

  it('follows a history that was rewritten from its first commit on, or begun anew at the same place', () => {
    const { folder, root } = repository();
    const home = newFolder();
    expect(projectOf(folder, home).project).toBe(sha256(root));
    git(folder, 'commit', '--amend', '--allow-empty', '-m', 'another first');
    const amended = git(folder, 'rev-parse', 'HEAD');
    expect(projectOf(folder, home).project).toBe(sha256(amended));
    rmSync(join(folder, '.git'), { recursive: true });
    git(folder, 'init');
    const anew = commit(folder, 'anew');
    expect(projectOf(folder, home).project).toBe(sha256(anew));
  });

  it('keeps its root when a foreign history is merged in', () => {
    const { folder, root } = repository();
    git(folder, 'checkout', '--orphan', 'foreign');
    const foreign = commit(folder, 'foreign root');
    git(folder, 'checkout', 'main');
    git(folder, 'merge', '--allow-unrelated-histories', '-m', 'merge', 'foreign');
    expect(git(folder, 'rev-list', '--max-parents=0', 'HEAD').split('\n').sort()).toEqual([root, foreign].sort());
    expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
    git(folder, 'gc');
    expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
  });

  it('is the same project in a worktree, in a detached checkout and in a clone; a submodule is another one', () => {
    const { folder, root } = repository();
    const home = newFolder();
    const worktree = join(newFolder(), 'tree');
    git(folder, 'worktree', 'add', '-b', 'side', worktree);
    commit(worktree);
    expect(projectOf(join(worktree, 'sub'), home)).toEqual({ project: sha256(root), root: worktree, base: 'sub' });
    git(folder, 'checkout', '--detach');
    expect(projectOf(folder, home).project).toBe(sha256(root));
    const clone = join(newFolder(), 'clone');
    git(folder, 'clone', '--no-local', folder, clone);
    expect(projectOf(clone, home).project).toBe(sha256(root));
    const other = repository();
    git(clone, '-c', 'protocol.file.allow=always', 'submodule', 'add', other.folder, 'lib/other');
    expect(projectOf(join(clone, 'lib', 'other', 'x'), home)).toEqual({
      project: sha256(other.root),
      root: join(clone, 'lib', 'other'),
      base: 'x',
    });
  });

  it('in a shallow clone is a project of its own: its first commit there is not its first', () => {
    const { folder } = repository();
    commit(folder);
    const clone = join(newFolder(), 'clone');
    git(folder, 'clone', '--depth', '1', `file://${folder}`, clone);
    expect(projectOf(clone, newFolder()).project).toBe(sha256(clone));
  });

  it('is found when a hook’s environment names another repository', () => {
    const { folder, root } = repository();
    git(folder, 'gc');
    process.env.GIT_DIR = '/nowhere/.git';
    try {
      expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('without git installed is still known while its history is loose, else by its path', () => {
    const { folder, root } = repository();
    process.env.PATH = newFolder();
    expect(projectOf(folder, newFolder()).project).toBe(sha256(root));
    process.env.PATH = path;
    git(folder, 'gc');
    process.env.PATH = newFolder();
    expect(projectOf(folder, newFolder()).project).toBe(sha256(folder));
  });

  it('does not need a home that can be written, and takes no harm from a damaged note', () => {
    const { folder, root } = repository();
    const home = newFolder();
    projectOf(folder, home);
    const [note] = readdirSync(join(home, 'root-commits'));
    writeFileSync(join(home, 'root-commits', note!), 'nonsense\n\n ');
    expect(projectOf(folder, home).project).toBe(sha256(root));
    expect(projectOf(folder, '/proc/nowhere').project).toBe(sha256(root));
  });

  it('with a .git that is none is looked for further up', () => {
    const { folder, root } = repository();
    plant(folder, { 'a/.git': 'rubbish', 'b/.git/x': '' });
    for (const name of ['a', 'b'])
      expect(projectOf(join(folder, name), newFolder())).toEqual({ project: sha256(root), root: folder, base: name });
  });
});
