import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFiles } from '../commands/ports.js';
import { DomainError } from '../domain/decider.js';
import type { InputRequest } from '../templating/input-file.js';
import { resolveDestination } from './destination.js';
import { refuseUnsafePath, shown } from './path-rules.js';
import { errnoOf } from './refusals.js';

const MAX_INPUT_BYTES = 1024 * 1024;

const refused = ({ question, path }: InputRequest, code: string, because: string, hint: string): DomainError =>
  new DomainError(code, `"${question}" names ${shown(path)}, ${because}`, { field: question, hint });

/** Each folder on the way and the file itself: what is written never goes through a link, so neither does what is read. */
const refuseLinks = (destination: string, request: InputRequest): void => {
  const names = request.path.split('/');
  names.forEach((_, depth) => {
    const path = names.slice(0, depth + 1).join('/');
    if (lstatSync(join(destination, path)).isSymbolicLink())
      throw refused(request, 'INPUT_THROUGH_LINK', `and ${shown(path)} is a symbolic link`, 'name the file that it leads to');
  });
};

const readWhole = (path: string, request: InputRequest): Uint8Array => {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK); // a pipe would wait for a writer for ever
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw refused(request, 'INPUT_NO_FILE', 'which is not a file', 'name an existing file');
    if (stats.size > MAX_INPUT_BYTES)
      throw refused(request, 'INPUT_TOO_LARGE', `which is larger than ${MAX_INPUT_BYTES} bytes`, 'split it, or name a smaller one');
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
};

/** What the file system said of a file that cannot be read. */
const unreadable = (error: unknown, destination: string, request: InputRequest): unknown => {
  switch (errnoOf(error)) {
    case undefined:
      return error;
    case 'ENOENT':
    case 'ENOTDIR':
      return refused(
        request,
        'INPUT_MISSING',
        `which does not exist in ${destination}`,
        'name an existing file, relative to the destination',
      );
    case 'EACCES':
    case 'EPERM':
      return refused(request, 'INPUT_UNREADABLE', 'which you may not read', 'change its rights or name another file');
    default:
      return refused(request, 'INPUT_UNREADABLE', `which cannot be read: ${(error as Error).message}`, 'look at the file and its disk');
  }
};

/** Reads input files from folders of the local file system. */
export class FolderInputFiles implements InputFiles {
  async read(to: string, request: InputRequest): Promise<Uint8Array> {
    refuseUnsafePath(request.path);
    const { path: destination } = resolveDestination(to);
    try {
      refuseLinks(destination, request);
      return readWhole(join(destination, request.path), request);
    } catch (error) {
      throw unreadable(error, destination, request);
    }
  }
}
