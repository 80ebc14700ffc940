import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

type GeneratedFile = {
  readonly generationId: string;
  /** Absolute. */
  readonly path: string;
};

/** Where paths in the output may start from. */
export type Folders = { readonly root: string; readonly cwd: string };

/** A name goes on: `cache.ex` is not meant by `cache.ex.bak`, `cache.exs` or `cache.ex/a`. */
const GOES_ON = /^(?:[\w/\\-]|\.\w)/;

/** What a path is not made of in the output of tools: they set paths off with it (`file:///a.ts`, `(a.ts:3)`, `"a.ts"`). */
const BEFORE_PATH = /[\s'"`()[\]{}<>,;:=|]/;

const withSlashes = (path: string): string => path.replaceAll('\\', '/');

/** One way of writing a path: no `./` before it, no drive, single slashes. */
const plain = (path: string): string =>
  withSlashes(path)
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\.\/)+/, '');

type Mention = { readonly token: string; readonly end: number };

/** The paths in a text that end with a file name. */
function* mentionsOf(name: string, text: string): Generator<Mention> {
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
    const end = start + name.length;
    if (GOES_ON.test(text.slice(end, end + 2))) continue;
    let from = start;
    while (from > 0 && !BEFORE_PATH.test(text[from - 1]!)) from -= 1;
    yield { token: plain(text.slice(from, end)), end };
  }
}

/** The file whose path ends like this, unless that could be any of several, or is the path of another file that is there. */
const byEnding = (token: string, files: readonly GeneratedFile[], { root, cwd }: Folders): readonly GeneratedFile[] => {
  const alike = files.filter(({ path }) => plain(path).endsWith(`/${token}`));
  const isAmbiguous = new Set(alike.map(({ generationId }) => generationId)).size > 1;
  return isAmbiguous || existsSync(join(cwd, token)) || existsSync(join(root, token)) ? [] : alike;
};

/**
 * The generated files that the output of a command speaks of: by their absolute path, from the project's folder or from the present one; else
 * by the end of their path (a tool may run in a folder below, or print names alone), where that can only be one generation's.
 */
export const filesNamedIn = <File extends GeneratedFile>(output: string, files: readonly File[], folders: Folders): readonly File[] => {
  const text = withSlashes(output);
  const named = new Set<GeneratedFile>();
  const waysToWrite = new Map(
    files.map((file) => [file, [file.path, relative(folders.root, file.path), relative(folders.cwd, file.path)].map(plain)]),
  );
  for (const name of new Set(files.map(({ path }) => basename(path)))) {
    const alike = files.filter(({ path }) => basename(path) === name);
    const seen = new Set<string>();
    for (const { token, end } of mentionsOf(name, text)) {
      // A folder's name may hold spaces, at which a token ends.
      const isWritten = (way: string) => token === way || (way.includes(' ') && text.startsWith(way, end - way.length));
      const exact = alike.filter((file) => waysToWrite.get(file)!.some(isWritten));
      for (const file of exact) named.add(file);
      if (exact.length > 0 || seen.has(token)) continue;
      seen.add(token);
      for (const file of byEnding(token, alike, folders)) named.add(file);
    }
  }
  return files.filter((file) => named.has(file));
};
