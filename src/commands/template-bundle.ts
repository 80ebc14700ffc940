import type { CommandMetadata } from '../domain/decider.js';
import type { PublishedVersion, TemplateFile } from '../domain/template/template.js';
import type { EventStore } from '../eventstore/event-store.js';
import type { Bundle, BundleFile } from '../templating/bundle.js';
import { readContent, sha256Of, storeContent } from './content.js';

const describeFile = (path: string, { bytes, executable, symlink }: BundleFile): TemplateFile => ({
  path,
  sha256: sha256Of(bytes),
  bytes: bytes.byteLength,
  ...(executable && { executable }),
  ...(symlink && { symlink }),
});

/** The files of a bundle as an event lists them, sorted by path so that the same folder is the same list everywhere. */
export const describeFiles = (bundle: Bundle): TemplateFile[] =>
  [...bundle].map(([path, file]) => describeFile(path, file)).sort((a, b) => (a.path < b.path ? -1 : 1));

/** SHA-256 over path, hash and mode of every file: what makes a version content-addressed. */
export const digestOf = (files: readonly TemplateFile[]): string =>
  sha256Of(files.map(({ path, sha256, executable, symlink }) => `${sha256} ${symlink ? 'l' : executable ? 'x' : 'f'} ${path}\n`).join(''));

export const storeBundle = (store: EventStore, bundle: Bundle, metadata: CommandMetadata): Promise<unknown> =>
  Promise.all([...bundle.values()].map(({ bytes }) => storeContent(store, bytes, metadata)));

/** A published version's folder, as it was: every file is proved against its hash. */
export const readBundle = async (store: EventStore, { files }: PublishedVersion): Promise<Bundle> => {
  const entries = await Promise.all(
    files.map(async ({ path, sha256, executable, symlink }) => {
      const bytes = await readContent(store, sha256);
      return [path, { bytes, ...(executable && { executable }), ...(symlink && { symlink }) }] as const;
    }),
  );
  return new Map(entries);
};
