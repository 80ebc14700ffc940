import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/decider.js';
import type { Bundle, BundleFile } from '../templating/bundle.js';
import { withoutIgnored } from '../templating/ignored-files.js';
import { linkLeaves, refuseUnsafePath, shown } from './path-rules.js';
import { attempt } from './refusals.js';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_FILES = 5_000;

/** What tools, desktops and Formwork itself leave in folders; never part of a template, so the same folder is the same version everywhere. */
const NEVER_READ = new Set(['.git', 'node_modules', '.DS_Store', 'Thumbs.db']);
const isLeftBehind = (name: string): boolean =>
  NEVER_READ.has(name) || name.endsWith('.template-answers.yml') || /^\.formwork-.*\.(tmp|old)$/.test(name);

const OWNER_MAY_EXECUTE = 0o100;

const tooLarge = (folder: string, path: string, limit: string): DomainError =>
  new DomainError('TEMPLATE_TOO_LARGE', `the template folder ${folder} holds more than ${limit}; ${shown(path)} is the first beyond that`, {
    field: 'folder',
    hint: 'keep in the folder only what the template needs',
  });

const readLink = (folder: string, path: string): BundleFile => {
  const bytes = readlinkSync(join(folder, path), 'buffer');
  if (linkLeaves(path, bytes.toString()))
    throw new DomainError(
      'LINK_LEAVES',
      `the link ${shown(path)} leads to ${shown(bytes.toString())}, out of the template folder ${folder}`,
      {
        field: 'folder',
        hint: 'replace it by a copy of what it leads to, or by a relative link inside the folder',
      },
    );
  return { bytes, symlink: true };
};

/** Paths of all files and links below `within`, in no order that can be relied on. */
const pathsIn = (folder: string, within: string, paths: string[]): string[] => {
  const entries = attempt(`read the template folder ${join(folder, within)}`, () =>
    readdirSync(join(folder, within), { withFileTypes: true }),
  );
  for (const entry of entries) {
    if (isLeftBehind(entry.name)) continue;
    const path = `${within}${entry.name}`;
    refuseUnsafePath(path);
    if (entry.isDirectory()) pathsIn(folder, `${path}/`, paths);
    else paths.push(path);
    if (paths.length > MAX_FILES) throw tooLarge(folder, path, `${MAX_FILES} files`);
  }
  return paths;
};

const readFile = (folder: string, path: string, bytesLeft: number): BundleFile => {
  const stats = lstatSync(join(folder, path));
  if (stats.isSymbolicLink()) return readLink(folder, path);
  if (!stats.isFile())
    throw new DomainError('TEMPLATE_FILE_SPECIAL', `${shown(path)} in the template folder ${folder} is a device, pipe or socket`, {
      field: 'folder',
      hint: 'a template holds files, folders and links only',
    });
  if (stats.size > bytesLeft) throw tooLarge(folder, path, `${MAX_BYTES / 1024 / 1024} MB`);
  return { bytes: readFileSync(join(folder, path)), ...(stats.mode & OWNER_MAY_EXECUTE && { executable: true }) };
};

const refuseWithoutManifest = (folder: string): void => {
  const stats = attempt(`read the template folder ${folder}`, () => statSync(folder, { throwIfNoEntry: false }), 'folder');
  if (!stats?.isDirectory())
    throw new DomainError('TEMPLATE_FOLDER_MISSING', `${folder} is not a folder`, {
      field: 'folder',
      hint: 'name the folder that holds template.json',
    });
  if (statSync(join(folder, 'template.json'), { throwIfNoEntry: false })?.isFile()) return;
  throw new DomainError('TEMPLATE_MANIFEST_MISSING', `${folder} holds no template.json`, {
    field: 'folder',
    hint: 'name the folder that holds template.json',
  });
};

/**
 * Reads a whole template folder as data: at most 5,000 files and 5 MB, sorted by path, links kept as links, without what its
 * `.formworkignore` leaves out.
 * @throws DomainError naming the file that cannot be taken
 */
export const readTemplateFolder = async (folder: string): Promise<Bundle> => {
  refuseWithoutManifest(folder);
  const bundle = new Map<string, BundleFile>();
  let bytesLeft = MAX_BYTES;
  for (const path of pathsIn(folder, '', []).sort()) {
    const file = attempt(`read ${shown(path)} in the template folder ${folder}`, () => readFile(folder, path, bytesLeft), 'folder');
    bytesLeft -= file.bytes.byteLength;
    bundle.set(path, file);
  }
  return withoutIgnored(bundle);
};
