import { DomainError } from '../domain/decider.js';

/** Longest name of a file or folder that common file systems take, in bytes of UTF-8. */
const LONGEST_NAME = 255;
// Control characters: no file system needs them, and a terminal or a script that prints the name would obey them.
const CONTROL = /[\u0000-\u001f\u007f]/;
const DRIVE = /^[A-Za-z]:/;

/** A path as it may be shown: quoted, control characters escaped. */
export const shown = (path: string): string => JSON.stringify(path);

const isWellFormed = (text: string): boolean => Buffer.from(text).toString() === text;

const faultOfName = (name: string): string | undefined => {
  if (name === '') return 'has an empty part';
  if (name === '.' || name === '..') return `has a part "${name}"`;
  if (name.toLowerCase() === '.git') return "lies in git's own folder";
  return undefined;
};

const faultOf = (path: string): string | undefined => {
  if (path === '') return 'is empty';
  if (CONTROL.test(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash: folders are separated by /';
  if (path.startsWith('/') || DRIVE.test(path)) return 'is absolute';
  if (!isWellFormed(path)) return 'is not valid Unicode';
  for (const name of path.split('/')) {
    const fault = faultOfName(name);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/**
 * Holds a path to what every machine understands the same way and what stays inside the folder it is relative to:
 * names separated by `/`, none of them empty, `.`, `..`, `.git` or longer than 255 bytes.
 * @throws DomainError PATH_UNSAFE, PATH_TOO_LONG
 */
export const refuseUnsafePath = (path: string): void => {
  const fault = faultOf(path);
  if (fault !== undefined)
    throw new DomainError('PATH_UNSAFE', `the path ${shown(path)} ${fault}`, {
      field: 'path',
      hint: 'use a plain relative path, such as lib/cache.ex',
    });
  const long = path.split('/').find((name) => Buffer.byteLength(name) > LONGEST_NAME);
  if (long !== undefined)
    throw new DomainError('PATH_TOO_LONG', `the name ${shown(`${long.slice(0, 40)}…`)} is longer than ${LONGEST_NAME} bytes`, {
      field: 'path',
      hint: 'choose a shorter name',
    });
};

/**
 * Whether a link at `path` could lead out of the folder that `path` is relative to. `..` counts only at the front of the
 * target: behind a name it would climb from wherever that name really leads, which is unknown here.
 */
export const linkLeaves = (path: string, target: string): boolean => {
  if (target === '' || CONTROL.test(target) || target.includes('\\') || target.startsWith('/') || DRIVE.test(target)) return true;
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const inward = steps.findIndex((step) => step !== '..');
  const climbs = inward === -1 ? steps.length : inward;
  return climbs > path.split('/').length - 1 || steps.slice(climbs).includes('..');
};

const foldersOf = (path: string): string[] => {
  const names = path.split('/');
  return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join('/'));
};

type Collision = { readonly first: string; readonly second: string; readonly asFolder: boolean };

const collisionAmong = (paths: readonly string[], keyOf: (path: string) => string): Collision | undefined => {
  const files = new Map<string, string>();
  for (const path of paths) {
    const first = files.get(keyOf(path));
    if (first !== undefined) return { first, second: path, asFolder: false };
    files.set(keyOf(path), path);
  }
  for (const path of paths)
    for (const folder of foldersOf(path)) {
      const first = files.get(keyOf(folder));
      if (first !== undefined) return { first, second: path, asFolder: true };
    }
  return undefined;
};

const refuseCollision = ({ first, second, asFolder }: Collision): never => {
  const hint = 'give each file of the template a path of its own';
  if (asFolder)
    throw new DomainError('PATH_BLOCKED', `${shown(first)} would be a file and, for ${shown(second)}, also a folder`, {
      field: 'path',
      hint,
    });
  throw new DomainError(
    'PATH_TWICE',
    first === second ? `two files would be written to ${shown(first)}` : `${shown(first)} and ${shown(second)} are one file on this disk`,
    { field: 'path', hint },
  );
};

/**
 * Refuses two files at one path, and a file that another one needs as a folder; names that differ by case alone (or by
 * Unicode composition) only where the disk does not tell them apart.
 * @throws DomainError PATH_TWICE, PATH_BLOCKED
 */
export const refuseCollisions = (paths: readonly string[], ignoresCase: () => boolean): void => {
  const exact = collisionAmong(paths, (path) => path);
  if (exact !== undefined) refuseCollision(exact);
  const folded = collisionAmong(paths, (path) => path.normalize('NFC').toLowerCase());
  if (folded !== undefined && ignoresCase()) refuseCollision(folded);
};
