import { accessSync, constants, lstatSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';
import { join, posix } from 'node:path';
import type { FileToWrite, WritePlan } from '../commands/ports.js';
import { DomainError } from '../domain/decider.js';
import { blockedBy, changedMeanwhile, FoldersBelow, ignoresCase, resolveDestination, throughLink } from './destination.js';
import { linkLeaves, refuseCollisions, refuseUnsafePath, shown } from './path-rules.js';
import { attempt } from './refusals.js';

type Planned = WritePlan['files'][number];

/** A plan, and the folders it needs that do not exist yet: absolute, outermost first. */
export type Inspection = { readonly plan: WritePlan; readonly missingFolders: readonly string[] };

/** How many files a sentence names before it only counts them. */
const NAMED_IN_FULL = 5;

/**
 * What tells the file that a plan saw from another one put in its place. The inode is left out: copying a file up out of a
 * lower layer, as container file systems do at the first change, gives it a new one.
 */
export const identityOf = (stats: BigIntStats): string => `${stats.mode & BigInt(constants.S_IFMT)}:${stats.size}:${stats.mtimeNs}`;

const sameBytes = (path: string, stats: BigIntStats, bytes: Uint8Array): boolean =>
  stats.size === BigInt(bytes.byteLength) && readFileSync(path).equals(bytes);

const stateOf = (destination: string, file: FileToWrite): Pick<Planned, 'state' | 'replaces'> => {
  const path = join(destination, file.path);
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (file.rewrites !== undefined && !(stats?.isFile() && sameBytes(path, stats, file.rewrites))) throw changedMeanwhile(file.path);
  if (stats === undefined) return { state: 'created' };
  if (stats.isDirectory()) throw blockedBy(file.path, 'a folder of that name');
  if (file.skipIfExists) return { state: 'skipped' };
  if (stats.isSymbolicLink() && !file.symlink) throw throughLink(file.path, file.path);
  if (!stats.isSymbolicLink() && !stats.isFile()) throw blockedBy(file.path, 'a device, pipe or socket');
  const unchanged = stats.isSymbolicLink()
    ? readlinkSync(path, 'buffer').equals(file.bytes)
    : !file.symlink && sameBytes(path, stats, file.bytes);
  return unchanged ? { state: 'unchanged' } : { state: 'overwritten', replaces: identityOf(stats) };
};

const refuseLeavingLink = ({ path, symlink, bytes }: FileToWrite): void => {
  if (!symlink) return;
  const target = Buffer.from(bytes).toString();
  if (linkLeaves(path, target))
    throw new DomainError('LINK_LEAVES', `the link ${shown(path)} would lead to ${shown(target)}, out of the destination`, {
      field: 'path',
      hint: 'use a relative target inside the destination',
    });
};

const refuseOverwriting = (files: readonly Planned[]): void => {
  const inTheWay = files.filter(({ state, rewrites }) => state === 'overwritten' && rewrites === undefined).map(({ path }) => path);
  if (inTheWay.length === 0) return;
  const named = inTheWay.slice(0, NAMED_IN_FULL).join(', ');
  const more = inTheWay.length > NAMED_IN_FULL ? ` and ${inTheWay.length - NAMED_IN_FULL} more` : '';
  throw new DomainError('FILE_EXISTS', `${named}${more} ${inTheWay.length === 1 ? 'exists' : 'exist'} already with other content`, {
    field: 'path',
    hint: 'replace with --force, or choose another folder',
  });
};

/** Asks the disk, not the mode bits alone: a read-only file system refuses even root here. */
const refuseUnwritable = ({ destination, files }: WritePlan, folders: FoldersBelow): void => {
  const writable = new Set<string>();
  for (const { path, state } of files) {
    if (state === 'unchanged' || state === 'skipped') continue;
    const nearest = folders.nearestTo(path);
    if (writable.has(nearest)) continue;
    attempt(`write ${shown(path)} to ${destination}`, () => accessSync(nearest, constants.W_OK | constants.X_OK), 'destination');
    writable.add(nearest);
  }
};

/**
 * Finds out what writing `files` would do, and touches nothing.
 * @throws DomainError as `FileWriter.plan` says
 */
export const inspect = (to: string, files: readonly FileToWrite[], force: boolean): Inspection => {
  for (const file of files) {
    refuseUnsafePath(file.path);
    refuseLeavingLink(file);
  }
  const destination = resolveDestination(to);
  const paths = files.map(({ path }) => path);
  refuseCollisions(paths, () => ignoresCase(destination.existing));
  const folders = new FoldersBelow(destination);
  const planned = files.map((file): Planned => {
    const found = attempt(`write ${shown(file.path)} to ${destination.path}`, () => {
      folders.has(posix.dirname(file.path), file.path); // throws where something keeps the file from its folder
      return stateOf(destination.path, file);
    });
    return { ...file, ...found };
  });
  const plan = { destination: destination.path, files: planned };
  if (!force) refuseOverwriting(planned);
  refuseUnwritable(plan, folders);
  return { plan, missingFolders: folders.missing() };
};
