import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { DomainError } from '../domain/decider.js';
import { nearestFolder } from './nearest-folder.js';
import { errnoOf, refusalOf } from './refusals.js';

const FIELD = 'FORMWORK_HOME';
const OTHERS = 0o077;

/** The folder that is Formwork's home, whether it is there or not. */
export const homePath = ({ FORMWORK_HOME: wanted, HOME }: NodeJS.ProcessEnv): string => {
  const user = HOME || homedir();
  if (!wanted) return join(user, '.formwork');
  // A .env file knows no shell that would expand it.
  return wanted === '~' || wanted.startsWith('~/') ? join(user, wanted.slice(1)) : resolve(wanted);
};

const notAFolder = (path: string): DomainError =>
  new DomainError('HOME_NOT_A_FOLDER', `Formwork's home ${path} is not a folder`, {
    field: FIELD,
    hint: 'set FORMWORK_HOME to a folder, or move the file away',
  });

const notPrivate = (path: string, because: string): DomainError =>
  new DomainError('HOME_NOT_PRIVATE', `Formwork's home ${path} can be read by others and ${because}`, {
    field: FIELD,
    hint: `run: chmod 700 ${path}, or set FORMWORK_HOME to a folder of its own`,
  });

/** Folder by folder: Node's own way of making several at once never ends where the system finds no such folder after making it, as in /proc. */
const make = (path: string): void => {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw notAFolder(path); // a link to nowhere
  const { existing, missing } = nearestFolder(path);
  missing.forEach((_, depth) => {
    const isHome = depth === missing.length - 1;
    try {
      mkdirSync(join(existing, ...missing.slice(0, depth + 1)), isHome ? { mode: 0o700 } : {});
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error; // made by another process that starts in this moment
    }
  });
};

/** A folder with other things in it is somebody's: taking it away from its other readers would break what lies there. */
const isOurs = (path: string): boolean =>
  readdirSync(path).length === 0 || ['instance-id', 'events.db'].some((name) => existsSync(join(path, name)));

const makePrivate = (path: string, { mode }: Stats): void => {
  if (!isOurs(path)) throw notPrivate(path, "holds other things than Formwork's");
  try {
    chmodSync(path, mode & 0o700);
  } catch (error) {
    if (errnoOf(error) === 'EPERM') throw notPrivate(path, 'belongs to someone else');
    throw error;
  }
  if (statSync(path).mode & OTHERS) throw notPrivate(path, 'its file system keeps no rights');
};

const open = (path: string): void => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return make(path);
  if (!stats.isDirectory()) throw notAFolder(path);
  if (process.platform !== 'win32' && stats.mode & OTHERS) makePrivate(path, stats);
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
};

/**
 * The folder of everything embedded: `FORMWORK_HOME`, else `~/.formwork`. Made when missing; its owner alone can look into
 * it: the answers and files kept here may be nobody else's business.
 * @throws DomainError HOME_NOT_A_FOLDER, HOME_NOT_PRIVATE, NOT_PERMITTED, READ_ONLY, …
 */
export const openHome = (env: NodeJS.ProcessEnv): { readonly path: string } => {
  const path = homePath(env);
  try {
    open(path);
  } catch (error) {
    throw refusalOf(error, `use ${path} as Formwork's home`, FIELD);
  }
  return { path };
};
