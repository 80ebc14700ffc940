import type { FileState } from '../domain/generation/generation.js';
import type { EventStore } from '../eventstore/event-store.js';
import type { Bundle } from '../templating/bundle.js';
import type { InputRequest } from '../templating/input-file.js';

/** A file as it is to stand in the destination; `path` is relative, with `/`. */
export type FileToWrite = {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
  /** The bytes are a link's target. */
  readonly symlink?: boolean;
  /** Left alone where the destination already has it. */
  readonly skipIfExists?: boolean;
  /** May take the place of a file with exactly these bytes, `force` or not; where they do not stand there any more, the plan is refused. */
  readonly rewrites?: Uint8Array;
};

export type WrittenFile = { readonly path: string; readonly state: Exclude<FileState, 'returned'> };

/**
 * What a write would do, found before anything is recorded. `destination` is absolute, its links followed; `replaces` tells
 * the file that is to be overwritten from one that somebody puts in its place before `write`.
 */
export type WritePlan = {
  readonly destination: string;
  readonly files: readonly (FileToWrite & WrittenFile & { readonly replaces?: string })[];
};

export type Reconciled = { readonly end: 'written'; readonly files: readonly WrittenFile[] } | { readonly end: 'undone' };

/**
 * Writes the files of one generation: all of them or none.
 *
 * Order of calls: `plan` (refuses, touches nothing) → `write`, within which the caller records its intent → the caller
 * records the outcome → `settle`. Whatever ends the process in between, `unsettled` names the write at the next start.
 */
export interface FileWriter {
  /**
   * @throws DomainError for a path that leaves the destination or passes through a link, two files at one path, names the file system refuses, a file in the
   * way without `force`, a file to rewrite that has changed, a destination that cannot be written.
   */
  plan(destination: string, files: readonly FileToWrite[], options: { readonly force: boolean }): Promise<WritePlan>;
  /**
   * Notes down what it is about to do, lets the caller record its intent, then writes: all files under their final names, or
   * none of them and the error; replaced files are kept aside until `settle`. No intent is on record that no note goes with.
   * What `recordIntent` throws is thrown on, and nothing was touched; a DomainError says that nothing was recorded either.
   * @throws DomainError `WRITE_IN_PROGRESS`, before anything else, where this process is writing that generation already
   */
  write(generationId: string, plan: WritePlan, recordIntent?: () => Promise<unknown>): Promise<void>;
  /** The outcome is recorded, of a `write` that failed too: forgets what was kept aside. */
  settle(generationId: string): Promise<void>;
  /** Writes of processes that are gone, oldest first. Each is named to one process only, which answers for it from then on. */
  unsettled(): Promise<readonly string[]>;
  /** Brings an unsettled write to one of its two ends: `written` when every file stands as planned, else everything is put back as it was. */
  reconcile(generationId: string): Promise<Reconciled>;
}

/** Existing files that templates take as input. */
export interface InputFiles {
  /**
   * The bytes of a file inside the destination, at most 1 MiB.
   * @throws DomainError naming the question, for a file that is not there, not readable, too large or reached through a link
   */
  read(destination: string, request: InputRequest): Promise<Uint8Array>;
}

/** Templates that come with Formwork itself. */
export interface ShippedTemplates {
  ids(): Promise<readonly string[]>;
  read(templateId: string): Promise<Bundle>;
}

/** Smart defaults: learned from outcomes. Filled by learning; until then nothing is suggested. */
export interface AnswerAdvisor {
  suggest(
    question: { readonly templateId: string; readonly name: string },
    answers: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly value: unknown; readonly hint: string } | undefined>;
}

/** Everything a use case may reach; handed in by the composition root. */
export type Ports = {
  readonly store: EventStore;
  readonly files: FileWriter;
  readonly inputs: InputFiles;
  readonly shipped: ShippedTemplates;
  readonly clock: () => Date;
};
