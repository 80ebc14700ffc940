import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

export type Completion = {
  readonly completed: string;
  /** What it could go on with, where that is not decided yet. */
  readonly candidates: readonly string[];
};

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  } catch {
    return []; // a folder that is missing or closed to us completes to nothing
  }
};

const commonStart = (names: readonly string[]): string =>
  names.reduce((common, name) => {
    let length = 0;
    while (length < common.length && common[length] === name[length]) length++;
    return common.slice(0, length);
  });

/** Goes on with a path as far as what exists below `root` leaves no choice. Hidden files only for who begins with a dot. */
export const completePath = (typed: string, root: string): Completion => {
  const start = typed.lastIndexOf('/') + 1;
  const [folder, begun] = [typed.slice(0, start), typed.slice(start)];
  const names = entriesOf(resolve(root, folder))
    .filter((name) => name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')))
    .sort();
  if (names.length === 0) return { completed: typed, candidates: [] };
  return { completed: folder + commonStart(names), candidates: names.length > 1 ? names : [] };
};
