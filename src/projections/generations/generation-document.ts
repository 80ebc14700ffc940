import type { GenerationDocument, OutcomeDocument } from '../../domain/generation/generation-document.js';
import type { Answer, JsonValue } from '../../domain/generation/generation.js';
import type { GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow, GenerationRow } from './generations.rows.js';

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

const outcomeOf = ({
  success,
  source,
  score,
  message,
  log,
  infrastructure,
  exitStatus,
  seconds,
  at,
}: GenerationOutcomeRow): OutcomeDocument => ({
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
  const asFarAsWritten = planned?.map((file) => written.find(({ path }) => path === file.path) ?? { ...file, state: 'planned' as const });
  const failure = failureReason === null ? {} : { failure: { reason: failureReason, message: failureMessage ?? '' } };
  return {
    ...{ generationId, templateId, templateVersion, templateDigest, status, destination, base, language, ...given({ task, regenerates }) },
    files: asFarAsWritten ?? written,
    answers: rows.answers.map(answerOf),
    ...{ project, instance, actor, requestedAt, ...given({ settledAt }), ...failure },
    outcomes: rows.outcomes.map(outcomeOf),
    position: newest(rows).toString(),
  };
};
