import { TemplatingError } from './errors.js';

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*\\]/;
const MAX_PART_BYTES = 255;
const MAX_PATH_BYTES = 1024;

const encoder = new TextEncoder();

/** UTF-8 takes at most three bytes for each unit of a JavaScript text, so most texts need not be encoded to be short enough. */
const isLonger = (text: string, bytes: number): boolean => text.length * 3 > bytes && encoder.encode(text).byteLength > bytes;

const partProblem = (part: string): string | undefined => {
  if (part === '') return 'has an empty part';
  if (part === '.' || part === '..') return `has the part "${part}"`;
  if (FORBIDDEN.test(part)) return `has a character in "${part}" that is not allowed everywhere`;
  if (RESERVED.test(part)) return `has the part "${part}", which Windows reserves`;
  if (/[. ]$/.test(part)) return `has the part "${part}", which ends with a dot or a blank`;
  if (/^\.git$/i.test(part)) return 'leads into .git';
  if (/^\.formwork$/i.test(part)) return 'leads into .formwork';
  return isLonger(part, MAX_PART_BYTES) ? `has a part longer than ${MAX_PART_BYTES} bytes` : undefined;
};

export const ANSWERS_FILE_SUFFIX = '.template-answers.yml';

/** Why a relative path must not be written, on any operating system; undefined where it may. */
export const pathProblem = (path: string): string | undefined => {
  if (path.startsWith('/')) return 'is absolute';
  if (/^[A-Za-z]:/.test(path)) return 'names a drive';
  if (isLonger(path, MAX_PATH_BYTES)) return `is longer than ${MAX_PATH_BYTES} bytes`;
  if (path.endsWith(ANSWERS_FILE_SUFFIX)) return 'is the name of an answers file';
  return path
    .split('/')
    .map(partProblem)
    .find((problem) => problem !== undefined);
};

/** Why a link's target must not be written; it has to stay inside the destination. */
export const linkProblem = (path: string, target: string): string | undefined => {
  if (target === '') return 'is empty';
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target)) return 'is absolute';
  if (FORBIDDEN.test(target)) return 'has a character that is not allowed everywhere';
  let depth = path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return 'leads out of the destination';
    if (/^\.(?:git|formwork)$/i.test(part)) return `leads into ${part}`;
  }
  return undefined;
};

/** Two paths with the same key are one file where names ignore case or the form of their accents. */
const pathKey = (path: string): string => path.normalize('NFC').toLowerCase();

type Placed = { readonly path: string; readonly origin: string };

/**
 * @throws TemplatingError PATHS_COLLIDE naming both files where two would be written to one place, or one stands where the other needs a folder
 */
export const refuseCollisions = (files: readonly Placed[]): void => {
  const taken = new Map<string, Placed>();
  const collide = (a: Placed, b: Placed, how: string) =>
    new TemplatingError('PATHS_COLLIDE', `${a.origin} and ${b.origin} ${how}: "${a.path}"${a.path === b.path ? '' : ` and "${b.path}"`}`, {
      field: 'files',
      hint: 'give one of them another path, or conditions that exclude each other',
    });
  for (const file of files) {
    const other = taken.get(pathKey(file.path));
    if (other !== undefined) throw collide(other, file, 'are written to one path');
    taken.set(pathKey(file.path), file);
  }
  if (files.length === 1) return;
  for (const file of files) {
    const parts = pathKey(file.path).split('/');
    for (let length = 1; length < parts.length; length++) {
      const folder = taken.get(parts.slice(0, length).join('/'));
      if (folder !== undefined) throw collide(folder, file, 'cannot both be written, one being a file where the other needs a folder');
    }
  }
};
