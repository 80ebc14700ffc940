import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headOf, isShallow, readIfThere, type GitRepository } from './git-repository.js';
import { sha256Of } from './journal.js';
import { errnoOf } from './refusals.js';

/** How many commits are followed by hand before git is asked, and how many heads a repository's note holds. */
const FOLLOWED = 100;
const NOTED_HEADS = 64;

/** The first parent of a commit that lies in a file of its own, as fresh ones do: `''` for a root, undefined where it is packed away or damaged. */
const firstParent = ({ commonDir }: GitRepository, commit: string): string | undefined => {
  try {
    const packed = readFileSync(join(commonDir, 'objects', commit.slice(0, 2), commit.slice(2)));
    const text = process.getBuiltinModule('node:zlib').inflateSync(packed).toString('latin1');
    const header = text.slice(text.indexOf('\0') + 1).split('\n\n', 1)[0] ?? '';
    return /^parent ([0-9a-f]+)$/m.exec(header)?.[1] ?? '';
  } catch (error) {
    if (errnoOf(error) !== undefined) return undefined;
    throw error;
  }
};

/** git itself, told nothing but the repository: a hook's environment would point it elsewhere. */
const askGit = ({ gitDir }: GitRepository, commit: string): string | undefined => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, stdout } = spawnSync('git', ['--git-dir', gitDir, 'rev-list', '--first-parent', '--max-parents=0', commit, '--'], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const root = stdout?.trim() ?? '';
  return status === 0 && /^[0-9a-f]+$/.test(root) ? root : undefined;
};

/** What is known of a repository: commit → the root it goes back to. A commit names its whole history, so none of it can get stale. */
class KnownRoots {
  readonly #file: string;
  readonly #roots: Map<string, string>;

  constructor(
    private readonly folder: string,
    { commonDir }: GitRepository,
  ) {
    this.#file = join(folder, sha256Of(Buffer.from(commonDir)));
    const lines = (readIfThere(this.#file) ?? '').split('\n').map((line) => line.split(' '));
    this.#roots = new Map(lines.flatMap(([commit, root]) => (commit && root ? [[commit, root] as const] : [])));
  }

  get(commit: string): string | undefined {
    return this.#roots.get(commit);
  }

  /** Newest first. A home that cannot be written costs time, not the answer. */
  note(commit: string, root: string): void {
    const others = [...this.#roots].filter(([known]) => known !== commit).slice(0, NOTED_HEADS - 1);
    const text = [[commit, root], ...others].map((line) => `${line.join(' ')}\n`).join('');
    const draft = `${this.#file}.${process.pid}`;
    try {
      if (!existsSync(this.folder)) mkdirSync(this.folder, { mode: 0o700 });
      writeFileSync(draft, text, { mode: 0o600 });
      renameSync(draft, this.#file);
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
    }
  }
}

const findRoot = (repository: GitRepository, head: string, known: KnownRoots): string | undefined => {
  let commit = head;
  for (let step = 0; step < FOLLOWED; step += 1) {
    const root = known.get(commit);
    if (root !== undefined) return root;
    const parent = firstParent(repository, commit);
    if (parent === '') return commit;
    if (parent === undefined) break;
    commit = parent;
  }
  return askGit(repository, commit);
};

/**
 * The commit that a repository's history began with: the end of the line of first parents from HEAD, so a merge of a foreign
 * history does not change it. Undefined without any commit, in a shallow clone, or where git would be needed and is missing.
 *
 * Every start of the command line asks, so git is started only for history that is packed away and not yet noted in
 * `notes`; commits made since the last time lie in files of their own and are followed back to a noted one.
 */
export const rootCommit = (repository: GitRepository, notes: string): string | undefined => {
  if (isShallow(repository)) return undefined;
  const head = headOf(repository);
  if (head.kind === 'unborn') return undefined;
  if (head.kind === 'unreadable') return askGit(repository, 'HEAD');
  const known = new KnownRoots(notes, repository);
  const root = findRoot(repository, head.commit, known);
  if (root !== undefined && known.get(head.commit) === undefined) known.note(head.commit, root);
  return root;
};
