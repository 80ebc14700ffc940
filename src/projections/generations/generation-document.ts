import type { Answer, FileState, GenerationStatus, JsonValue } from '../../domain/generation/generation.js';
import type { GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow, GenerationRow } from './generations.rows.js';

export type OutcomeDocument = {
  readonly success: boolean;
  readonly source: string;
  /** Quality, 0..1. */
  readonly score?: number;
  readonly message?: string;
  /** SHA-256 of a log kept as content. */
  readonly log?: string;
  readonly infrastructure?: true;
  readonly exitStatus?: number;
  readonly seconds?: number;
  readonly at: string;
};

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

/** Everything that is kept of one generation. */
export type GenerationRows = {
  readonly generation: GenerationRow;
  readonly answers: readonly GenerationAnswerRow[];
  readonly files: readonly GenerationFileRow[];
  readonly outcomes: readonly GenerationOutcomeRow[];
};

/** Leaves out what is empty, as documents do. */
const given = <T extends object>(fields: T): { [Key in keyof T]?: NonNullable<T[Key]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [Key in keyof T]?: NonNullable<T[Key]> };

const answerOf = ({ name, value, source, confidence, model }: GenerationAnswerRow): Answer => ({
  ...{ name, value: JSON.parse(value) as JsonValue, source },
  ...given({ confidence, model }),
});

const outcomeOf = ({ success, source, score, message, log, infrastructure, exitStatus, seconds, at }: GenerationOutcomeRow): OutcomeDocument => ({
  ...{ success, source, ...given({ score, message, log, exitStatus, seconds }) },
  ...{ ...(infrastructure && { infrastructure: true as const }), at },
});

const newest = ({ generation, answers, files, outcomes }: GenerationRows): bigint =>
  [...answers, ...files, ...outcomes, { position: generation.settledPosition ?? 0n }]
    .map(({ position }) => position)
    .reduce((latest, position) => (position > latest ? position : latest), generation.position);

export const generationDocument = (rows: GenerationRows): GenerationDocument => {
  const { generationId, templateId, templateVersion, templateDigest, status, destination, base, language, ...rest } = rows.generation;
  const { task, regenerates, planned, project, instance, actor, requestedAt, settledAt, failureReason, failureMessage } = rest;
  const written = rows.files.map(({ path, sha256, state }) => ({ path, sha256, state }));
  const failure = failureReason === null ? {} : { failure: { reason: failureReason, message: failureMessage ?? '' } };
  return {
    ...{ generationId, templateId, templateVersion, templateDigest, status, destination, base, language, ...given({ task, regenerates }) },
    files: status === 'completed' ? written : planned.map((file) => ({ ...file, state: 'planned' as const })),
    answers: rows.answers.map(answerOf),
    ...{ project, instance, actor, requestedAt, ...given({ settledAt }), ...failure },
    outcomes: rows.outcomes.map(outcomeOf),
    position: newest(rows).toString(),
  };
};
