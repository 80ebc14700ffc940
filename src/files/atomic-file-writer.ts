import * as fs from 'node:fs';
import type { FileToWrite, FileWriter, Reconciled, WritePlan } from '../commands/ports.js';
import { DomainError } from '../domain/decider.js';
import { changedMeanwhile } from './destination.js';
import type { FileOperations } from './file-operations.js';
import { inspect } from './inspection.js';
import { journalOf, movesOf, type Journal } from './journal.js';
import { inProgress, PendingWrites, type OwnWrite, type Progress } from './pending-writes.js';
import { makeFolders, place, stage } from './placing.js';
import { attempt } from './refusals.js';
import { dropAsides, dropStaged, isComplete, undo } from './undoing.js';

/**
 * Writes to the local file system. `write` stages every file beside its place, then moves all of them in; both happen in one
 * synchronous stretch, so no signal handler and no other task of this process runs in between. What ends the process
 * outright is mended from the journal. Why nothing is flushed to the disk: docs/explanation/all-or-nothing-writes.md.
 */
export class AtomicFileWriter implements FileWriter {
  readonly #pending: PendingWrites;
  /** Announced writes that wait for their intent to be recorded. */
  readonly #intending = new Set<string>();

  /** @param journalFolder of the home, made when first needed */
  constructor(
    journalFolder: string,
    private readonly operations: FileOperations = fs,
  ) {
    this.#pending = new PendingWrites(journalFolder, operations);
  }

  async plan(destination: string, files: readonly FileToWrite[], { force }: { readonly force: boolean }): Promise<WritePlan> {
    return inspect(destination, files, force).plan;
  }

  async write(generationId: string, plan: WritePlan, recordIntent?: () => Promise<unknown>): Promise<void> {
    this.#refuseTwice(generationId);
    const journal = journalOf(generationId, this.#lookAgain(plan));
    attempt('note down the write in the home', () => this.#pending.begin(journal), 'home');
    if (recordIntent !== undefined) {
      await this.#intend(generationId, recordIntent);
      this.#lookAgain(plan);
    }
    try {
      this.#placeAll(journal, plan);
    } catch (error) {
      throw this.#putBack(journal, error);
    }
    // From here on the files stand; a name that cannot be removed now is removed by `settle`.
    dropStaged(journal, this.operations);
  }

  async settle(generationId: string): Promise<void> {
    const write = this.#pending.own(generationId);
    if (write === undefined) return;
    const left = write.progress === 'written' && write.journal ? dropAsides(write.journal, this.operations) : this.#undo(write);
    // What could not be cleared stays named in the journal: it is tried again when this process is gone.
    if (left.length === 0) attempt('forget the write in the home', () => this.#pending.forget(generationId), 'home');
  }

  async unsettled(): Promise<readonly string[]> {
    return attempt('read the unfinished writes in the home', () => this.#pending.takeOver(), 'home');
  }

  async reconcile(generationId: string): Promise<Reconciled> {
    const write = this.#pending.own(generationId);
    if (write === undefined) this.#refuseOthers(generationId);
    if (write?.journal === undefined) return { end: 'undone' };
    const { journal, progress } = write;
    const written = progress === 'written' || (progress === 'placing' && isComplete(journal));
    const [left] = written ? [] : this.#undo(write);
    if (left !== undefined) throw notPutBack(journal, left);
    this.#note(generationId, written ? 'written' : 'undone');
    if (!written) return { end: 'undone' };
    dropStaged(journal, this.operations);
    return { end: 'written', files: journal.files.map(({ path, state }) => ({ path, state })) };
  }

  /** A refused intent leaves no note; after any other failure nobody knows whether it is on record, so the note stays. */
  async #intend(generationId: string, recordIntent: () => Promise<unknown>): Promise<void> {
    this.#intending.add(generationId);
    try {
      await recordIntent();
    } catch (error) {
      if (error instanceof DomainError) this.#pending.forget(generationId);
      throw error;
    } finally {
      this.#intending.delete(generationId);
    }
  }

  #refuseTwice(generationId: string): void {
    const before = this.#pending.own(generationId);
    if (before === undefined) return;
    if (before.progress !== 'announced' || this.#intending.has(generationId)) throw inProgress(generationId);
    this.#pending.forget(generationId); // sent again after its intent failed
  }

  #refuseOthers(generationId: string): void {
    if (attempt('read the unfinished writes in the home', () => this.#pending.isNoted(generationId), 'home'))
      throw inProgress(generationId);
  }

  /** A plan is as old as the questions asked since; what it saw must still be so. */
  #lookAgain(plan: WritePlan) {
    const now = inspect(plan.destination, plan.files, true);
    const changed = now.plan.files.find(
      ({ state, replaces }, index) => state !== plan.files[index]?.state || replaces !== plan.files[index]?.replaces,
    );
    if (changed !== undefined) throw changedMeanwhile(changed.path);
    if (now.plan.destination !== plan.destination) throw changedMeanwhile(plan.destination);
    return now;
  }

  #placeAll(journal: Journal, { files }: WritePlan): void {
    const moves = movesOf(journal);
    this.#note(journal.generationId, 'staging');
    makeFolders(journal.folders, this.operations);
    for (const move of moves) stage(move, files[move.index]!, this.operations);
    this.#note(journal.generationId, 'placing');
    for (const move of moves) place(move, files[move.index]!, this.operations);
    this.#note(journal.generationId, 'written');
  }

  #note(generationId: string, progress: Progress): void {
    attempt('note down the write in the home', () => this.#pending.advance(generationId, progress), 'home');
  }

  /** Undoes what was begun and says so in the sentence that told what went wrong. */
  #putBack({ generationId }: Journal, cause: unknown): unknown {
    const [left] = this.#undo(this.#pending.own(generationId)!);
    if (left === undefined) this.#tryToNoteUndone(generationId);
    if (!(cause instanceof DomainError)) return cause;
    const end = left === undefined ? 'everything is as it was before' : `not everything could be put back: ${left.message}`;
    return new DomainError(cause.code, `${cause.message}; ${end}`, cause.details);
  }

  #undo({ journal, progress }: OwnWrite): readonly NodeJS.ErrnoException[] {
    const isTouched = progress !== 'announced' && progress !== 'undone';
    return journal === undefined || !isTouched ? [] : undo(journal, progress === 'placing', this.operations);
  }

  #tryToNoteUndone(generationId: string): void {
    try {
      this.#pending.advance(generationId, 'undone');
    } catch {
      // Then `settle` or the next start undoes once more, which changes nothing; what went wrong first is what to tell.
    }
  }
}

const notPutBack = ({ destination }: Journal, { message }: Error): DomainError =>
  new DomainError('NOT_PUT_BACK', `an interrupted write to ${destination} could not be undone: ${message}`, {
    field: 'destination',
    hint: 'mend what it says, then run any formwork command again',
  });
