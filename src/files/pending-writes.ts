import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/decider.js';
import type { FileOperations } from './file-operations.js';
import type { Journal } from './journal.js';
import { isGone, thisProcess } from './process-identity.js';
import { errnoOf } from './refusals.js';

/**
 * How far a write has come: `announced` (nothing is touched), `staging` (nothing stands under its final name yet), `placing`
 * (all is staged, some files may be in place), `written` (all are), `undone` (all is as it was).
 */
export type Progress = 'announced' | 'staging' | 'placing' | 'written' | 'undone';

/** A write that this process answers for; without a journal the process that began it ended before it touched anything. */
export type OwnWrite = { readonly generationId: string; readonly progress: Progress; readonly journal: Journal | undefined };

type Entry = { readonly name: string; readonly generationId: string; readonly progress: Progress; readonly owner: string };

/** The files of that generation are in the hands of a write that is not settled. */
export const inProgress = (generationId: string): DomainError =>
  new DomainError('WRITE_IN_PROGRESS', `the files of generation ${generationId} are being written already`, {
    hint: 'run again in a moment',
  });

const NAME = /^(?<generationId>[0-9A-Za-z-]+)\.(?<progress>announced|staging|placing|written|undone)\.(?<owner>[0-9a-z-]+)\.json$/;

const nameOf = ({ generationId, progress, owner }: Omit<Entry, 'name'>): string => `${generationId}.${progress}.${owner}.json`;

const entryOf = (name: string): Entry[] => {
  const groups = NAME.exec(name)?.groups as Omit<Entry, 'name'> | undefined;
  return groups === undefined ? [] : [{ name, ...groups }];
};

/**
 * The journals of writes whose outcome is not recorded yet, one file each. How far it has come and which process answers
 * for it are part of the file's name, so that either changes by one rename: at once, for one process only, and without
 * another look at the content.
 */
export class PendingWrites {
  readonly #own = new Map<string, OwnWrite>();
  readonly #taken = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly operations: FileOperations,
  ) {}

  begin(journal: Journal): void {
    const { generationId } = journal;
    if (!/^[0-9A-Za-z-]{1,64}$/.test(generationId)) throw new RangeError(`${generationId} is not an id`);
    if (this.#own.has(generationId)) throw inProgress(generationId);
    const name = nameOf({ generationId, progress: 'announced', owner: thisProcess() });
    try {
      this.#create(name, JSON.stringify(journal));
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') throw inProgress(generationId);
      this.#forgetFile(name);
      throw error;
    }
    this.#own.set(generationId, { generationId, progress: 'announced', journal });
  }

  own(generationId: string): OwnWrite | undefined {
    return this.#own.get(generationId);
  }

  /** Whether any process answers for that write. */
  isNoted(generationId: string): boolean {
    return this.#entries().some((entry) => entry.generationId === generationId);
  }

  advance(generationId: string, progress: Progress): void {
    const write = this.#own.get(generationId);
    if (write === undefined || write.progress === progress) return;
    const owner = thisProcess();
    this.operations.renameSync(this.#at(nameOf({ ...write, owner })), this.#at(nameOf({ generationId, progress, owner })));
    this.#own.set(generationId, { ...write, progress });
  }

  forget(generationId: string): void {
    const write = this.#own.get(generationId);
    if (write === undefined) return;
    this.operations.unlinkSync(this.#at(nameOf({ ...write, owner: thisProcess() })));
    this.#own.delete(generationId);
    this.#taken.delete(generationId);
  }

  /** Takes over what processes that are gone left behind, each write by one process only; ids of all taken so far, oldest first. */
  takeOver(): string[] {
    const entries = this.#entries();
    const since = new Map<string, number>();
    for (const entry of entries) {
      const modified = statSync(this.#at(entry.name), { throwIfNoEntry: false })?.mtimeMs;
      if (modified === undefined) continue;
      const isTaken = this.#taken.has(entry.generationId) && entry.owner === thisProcess();
      if (isTaken || (isGone(entry.owner, Date.now() - modified) && this.#inherit(entry, entries))) since.set(entry.generationId, modified);
    }
    return [...since].sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1)).map(([generationId]) => generationId);
  }

  /** Two processes may announce the same generation, one of them writes it: what the other one left says nothing. */
  #inherit(entry: Entry, entries: readonly Entry[]): boolean {
    const isOneOfTwo = entries.some((other) => other.generationId === entry.generationId && other.owner !== entry.owner);
    if (!isOneOfTwo || entry.progress !== 'announced') return this.#take(entry);
    this.#forgetFile(entry.name);
    return false;
  }

  /** False where another process was faster. */
  #take(entry: Entry): boolean {
    const taken = this.#at(nameOf({ ...entry, owner: thisProcess() }));
    try {
      this.operations.renameSync(this.#at(entry.name), taken);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
    const { generationId, progress } = entry;
    this.#own.set(generationId, { generationId, progress, journal: readJournal(taken) });
    this.#taken.add(generationId);
    return true;
  }

  #create(name: string, text: string): void {
    const create = () => this.operations.writeFileSync(this.#at(name), text, { flag: 'wx', mode: 0o600 });
    try {
      create();
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      this.#makeFolder();
      create();
    }
  }

  #makeFolder(): void {
    try {
      this.operations.mkdirSync(this.folder, { mode: 0o700 });
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error; // another process needed it at the same time
    }
  }

  /** For journals that stand for nothing: cut short while they were written, or of a write that another process did. */
  #forgetFile(name: string): void {
    try {
      this.operations.unlinkSync(this.#at(name));
    } catch {
      // Left behind it is harmless: it names a write that never began.
    }
  }

  #entries(): Entry[] {
    try {
      return readdirSync(this.folder).flatMap(entryOf);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  #at(name: string): string {
    return join(this.folder, name);
  }
}

/** Undefined for a journal cut short: its process ended while writing it, before any other file was touched. */
const readJournal = (path: string): Journal | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Journal;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
