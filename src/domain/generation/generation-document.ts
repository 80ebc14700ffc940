import type { Answer, FileState, GenerationStatus, InputRecord, RecordOutcome } from './generation.js';

/** An outcome as documents show it: what was said, and when. */
export type OutcomeDocument = Omit<RecordOutcome['data'], 'generationId'> & { readonly at: string };

/** A generation as `--json` and REST show it. */
export type GenerationDocument = {
  readonly generationId: string;
  readonly templateId: string;
  readonly templateVersion: string;
  readonly templateDigest: string;
  readonly status: Exclude<GenerationStatus, 'none'>;
  /** Absolute path of the folder written to; empty when the files were returned to the caller. */
  readonly destination: string;
  /** The destination relative to its project's root. */
  readonly base: string;
  readonly language: string;
  readonly task?: string;
  readonly regenerates?: string;
  readonly input?: InputRecord;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly state: FileState | 'planned' }[];
  readonly answers: readonly Answer[];
  readonly project: string;
  readonly instance: string;
  readonly actor: string;
  readonly requestedAt: string;
  /** When it was completed or failed. */
  readonly settledAt?: string;
  readonly failure?: { readonly reason: string; readonly message: string };
  /** All of them, oldest first. */
  readonly outcomes: readonly OutcomeDocument[];
  /** Of its newest event. */
  readonly position: string;
};
