import { hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { WritePlan, WrittenFile } from '../commands/ports.js';
import type { Inspection } from './inspection.js';

/** A file of a write; those that are really placed (`created`, `overwritten`) carry the SHA-256 of what is to stand there. */
export type JournalFile = WrittenFile & { readonly sha256?: string; readonly symlink?: true };

/** All that is needed to bring a write to one of its ends without the process that began it. */
export type Journal = {
  readonly generationId: string;
  readonly destination: string;
  /** Folders that did not exist before: absolute, outermost first. */
  readonly folders: readonly string[];
  readonly files: readonly JournalFile[];
};

/**
 * One file on its way: where it ends (`target`), where it waits before (`fresh`), where what stood there waits after
 * (`former`). All three lie in one folder, so moving between them is a rename on one disk.
 */
export type Move = {
  readonly file: JournalFile & { readonly state: 'created' | 'overwritten'; readonly sha256: string };
  readonly index: number;
  readonly target: string;
  readonly fresh: string;
  readonly former: string;
};

export const sha256Of = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

const isPlaced = (file: JournalFile): file is Move['file'] => file.state === 'created' || file.state === 'overwritten';

const journalFile = ({ path, state, bytes, symlink }: WritePlan['files'][number]): JournalFile => ({
  path,
  state,
  ...((state === 'created' || state === 'overwritten') && { sha256: sha256Of(bytes) }),
  ...(symlink && { symlink }),
});

export const journalOf = (generationId: string, { plan, missingFolders }: Inspection): Journal => ({
  generationId,
  destination: plan.destination,
  folders: missingFolders,
  files: plan.files.map(journalFile),
});

/** The moves of a write; `index` is the file's place in journal and plan. */
export const movesOf = ({ generationId, destination, files }: Journal): Move[] =>
  files.flatMap((file, index) => {
    if (!isPlaced(file)) return [];
    const target = join(destination, file.path);
    const aside = join(dirname(target), `.formwork-${generationId}-${index}`);
    return [{ file, index, target, fresh: `${aside}.tmp`, former: `${aside}.old` }];
  });
