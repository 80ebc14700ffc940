import { Command, DomainError, type Decider, type Event } from '../decider.js';

/** Where an answer came from, in the order in which sources are asked. */
export type AnswerSource =
  | 'flag'
  | 'request'
  | 'answers-file'
  | 'previous'
  | 'prompt'
  | 'inferred'
  | 'learned'
  | 'workspace-default'
  | 'user-default'
  | 'template-default'
  | 'computed';

/** JSON as it stands in events. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** An answer with its origin; inferred ones also say how sure the model was, and which model. */
export type Answer = {
  readonly name: string;
  readonly value: JsonValue;
  readonly source: AnswerSource;
  readonly confidence?: number;
  readonly model?: string;
};

/** A file that a generation means to write. `path` is relative to the destination; the text itself is stored by hash. */
export type PlannedFile = { readonly path: string; readonly sha256: string; readonly bytes: number };

/** An existing file that a template worked on; its text is stored by hash, as it was then. */
export type InputRecord = PlannedFile;

/** What became of a planned file: `returned` was handed to the caller instead of being written. */
export type FileState = 'created' | 'overwritten' | 'unchanged' | 'skipped' | 'returned';

export type GeneratedFile = PlannedFile & { readonly state: FileState };

export class RequestGeneration extends Command<{
  readonly generationId: string;
  readonly templateId: string;
  readonly templateVersion: string;
  readonly templateDigest: string;
  readonly language: string;
  readonly task?: string;
  /** Absolute path of the folder written to; empty when the files are returned to the caller. */
  readonly destination: string;
  /** The destination relative to its project's root, with `/`; empty at the root itself. */
  readonly base: string;
  readonly files: readonly PlannedFile[];
  readonly answers: readonly Answer[];
  readonly input?: InputRecord;
  /** The generation that this one repeats from an edited answers file. */
  readonly regenerates?: string;
}> {
  readonly type = 'RequestGeneration';
}
export class CompleteGeneration extends Command<{
  readonly generationId: string;
  readonly files: readonly GeneratedFile[];
  readonly reconciled?: true;
}> {
  readonly type = 'CompleteGeneration';
}
export class FailGeneration extends Command<{ readonly generationId: string; readonly reason: FailureReason; readonly message: string }> {
  readonly type = 'FailGeneration';
}
export class RecordOutcome extends Command<{
  readonly generationId: string;
  readonly success: boolean;
  /** Who says so: `user`, `ci`, `run`, `sandbox`, … The latest of each source counts. */
  readonly source: string;
  /** Quality, 0..1. */
  readonly score?: number;
  readonly message?: string;
  /** SHA-256 of a log kept as content. */
  readonly log?: string;
  /** A time-out, the network, a missing tool: says nothing about the template. */
  readonly infrastructure?: true;
  readonly exitStatus?: number;
  readonly seconds?: number;
}> {
  readonly type = 'RecordOutcome';
}

export type GenerationCommand = RequestGeneration | CompleteGeneration | FailGeneration | RecordOutcome;

/** `write-failed`: the destination refused; `interrupted`: the process ended in between and was reconciled later. */
export type FailureReason = 'write-failed' | 'interrupted';

type Requested = Omit<RequestGeneration['data'], 'answers'>;

export type GenerationEvent =
  | Event<'GenerationRequested', Requested & { readonly requestedAt: string }>
  | Event<'QuestionAnswered', Answer & { readonly generationId: string }>
  | Event<'FileGenerated', GeneratedFile & { readonly generationId: string }>
  | Event<
      'GenerationCompleted',
      { readonly generationId: string; readonly files: number; readonly reconciled?: true; readonly completedAt: string }
    >
  | Event<
      'GenerationFailed',
      { readonly generationId: string; readonly reason: FailureReason; readonly message: string; readonly failedAt: string }
    >
  | Event<'OutcomeRecorded', RecordOutcome['data'] & { readonly recordedAt: string }>;

export type GenerationStatus = 'none' | 'requested' | 'completed' | 'failed';

export type Generation = {
  readonly status: GenerationStatus;
  readonly request?: Requested;
  readonly answers: readonly Answer[];
  readonly files: readonly GeneratedFile[];
};

export const generationStream = (generationId: string): string => `generation-${generationId}`;

const MAX_SOURCE_LENGTH = 64;

const recordOutcome = ({ data, metadata: { now } }: RecordOutcome, { status }: Generation): GenerationEvent[] => {
  if (status === 'none')
    throw new DomainError('GENERATION_UNKNOWN', `no generation ${data.generationId} is recorded here`, {
      field: 'generation',
      hint: 'find it with: formwork trace FILE',
    });
  if (data.score !== undefined && !(data.score >= 0 && data.score <= 1))
    throw new DomainError('SCORE_INVALID', `a score lies between 0 and 1, ${data.score} does not`, { field: 'score' });
  if (data.source.trim() === '' || data.source.length > MAX_SOURCE_LENGTH)
    throw new DomainError('SOURCE_INVALID', `a source is a name of 1 to ${MAX_SOURCE_LENGTH} characters`, { field: 'source' });
  if (data.success && data.infrastructure)
    throw new DomainError('OUTCOME_CONTRADICTORY', '"infrastructure" explains a failure; it does not go with a success', {
      field: 'infrastructure',
    });
  return [{ type: 'OutcomeRecorded', data: { ...data, recordedAt: now } }];
};

const request = ({ data: { answers, ...requested }, metadata: { now } }: RequestGeneration, { status }: Generation): GenerationEvent[] => {
  if (status !== 'none') throw new DomainError('GENERATION_EXISTS', `generation ${requested.generationId} was requested before`);
  const { generationId } = requested;
  return [
    { type: 'GenerationRequested', data: { ...requested, requestedAt: now } },
    ...answers.map((answer) => ({ type: 'QuestionAnswered' as const, data: { generationId, ...answer } })),
  ];
};

const complete = (
  { data: { generationId, files, reconciled }, metadata: { now } }: CompleteGeneration,
  { status }: Generation,
): GenerationEvent[] => {
  if (status === 'completed') return [];
  if (status !== 'requested')
    throw new DomainError('GENERATION_NOT_OPEN', `generation ${generationId} is ${status}, it cannot be completed`);
  return [
    ...files.map((file) => ({ type: 'FileGenerated' as const, data: { generationId, ...file } })),
    { type: 'GenerationCompleted', data: { generationId, files: files.length, ...(reconciled && { reconciled }), completedAt: now } },
  ];
};

const fail = ({ data, metadata: { now } }: FailGeneration, { status }: Generation): GenerationEvent[] => {
  if (status === 'failed') return [];
  if (status !== 'requested')
    throw new DomainError('GENERATION_NOT_OPEN', `generation ${data.generationId} is ${status}, it cannot fail any more`);
  return [{ type: 'GenerationFailed', data: { ...data, failedAt: now } }];
};

export const generationDecider: Decider<Generation, GenerationCommand, GenerationEvent> = {
  initialState: () => ({ status: 'none', answers: [], files: [] }),
  evolve: (generation, { type, data }) => {
    switch (type) {
      case 'GenerationRequested':
        return { ...generation, status: 'requested', request: data };
      case 'QuestionAnswered':
        return { ...generation, answers: [...generation.answers, data] };
      case 'FileGenerated':
        return { ...generation, files: [...generation.files, data] };
      case 'GenerationCompleted':
        return { ...generation, status: 'completed' };
      case 'GenerationFailed':
        return { ...generation, status: 'failed' };
      case 'OutcomeRecorded':
        return generation;
    }
  },
  decide: (command, generation) => {
    switch (command.type) {
      case 'RequestGeneration':
        return request(command, generation);
      case 'CompleteGeneration':
        return complete(command, generation);
      case 'FailGeneration':
        return fail(command, generation);
      case 'RecordOutcome':
        return recordOutcome(command, generation);
    }
  },
};
