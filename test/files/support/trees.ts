import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from '@jest/globals';
import type { FileToWrite } from '../../../src/commands/ports.js';

/** A new folder for one test, its path free of links; removed when the test is over. */
export const temporaryFolders = (): (() => string) => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'formwork-files-')));
    made.push(folder);
    return folder;
  };
};

/** `text` a file, `{ link }` a link, `null` a folder. */
export type Tree = Readonly<Record<string, string | { readonly link: string } | { readonly text: string; readonly mode: number } | null>>;

export const plant = (root: string, tree: Tree): void => {
  for (const [path, content] of Object.entries(tree)) {
    const target = join(root, path);
    mkdirSync(content === null ? target : dirname(target), { recursive: true });
    if (content === null) continue;
    if (typeof content === 'string') writeFileSync(target, content);
    else if ('link' in content) symlinkSync(content.link, target);
    else {
      writeFileSync(target, content.text);
      chmodSync(target, content.mode);
    }
  }
};

const describe = (path: string): string => {
  const stats = lstatSync(path, { bigint: true });
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (stats.isDirectory()) return `folder ${(stats.mode & 0o7777n).toString(8)}`;
  return `file ${(stats.mode & 0o7777n).toString(8)} ${stats.mtimeNs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
};

/** Paths of everything below a folder, sorted; links are not followed. */
const pathsBelow = (root: string, within = ''): string[] =>
  readdirSync(join(root, within), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(within, entry.name);
      return entry.isDirectory() ? [path, ...pathsBelow(root, path)] : [path];
    })
    .sort();

/** Everything that a person or a tool could find changed: kinds, rights, bytes, times of files. */
export const snapshot = (root: string): Record<string, string> =>
  Object.fromEntries(pathsBelow(root).map((path) => [path, describe(join(root, path))]));

const contentOf = (path: string): string => (lstatSync(path).isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path, 'utf8'));

/** All files and links, with what is in them. */
export const contents = (root: string): Record<string, string> =>
  Object.fromEntries(
    pathsBelow(root)
      .filter((path) => !lstatSync(join(root, path)).isDirectory())
      .map((path) => [path, contentOf(join(root, path))]),
  );

export const file = (path: string, text: string, more: Omit<FileToWrite, 'path' | 'bytes'> = {}): FileToWrite => ({
  path,
  bytes: Buffer.from(text),
  ...more,
});
