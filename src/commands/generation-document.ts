import type { Answer, FileState, GenerationEvent, GenerationStatus } from '../domain/generation/generation.js';
import { generationStream } from '../domain/generation/generation.js';
import type { EventStore, Position, Recorded } from '../eventstore/event-store.js';

export type OutcomeDocument = {
  readonly success: boolean;
  readonly source: string;
  readonly score?: number;
  readonly message?: string;
  readonly log?: string;
  readonly infrastructure?: true;
  readonly at: string;
};

/** A generation as `--json` and REST show it; mirrors its events. */
export type GenerationDocument = {
  readonly generationId: string;
  readonly templateId: string;
  readonly templateVersion: string;
  readonly status: GenerationStatus;
  readonly destination: string;
  readonly task?: string;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly state: FileState | 'planned' }[];
  readonly answers: readonly Answer[];
  readonly project: string;
  readonly instance: string;
  readonly actor: string;
  readonly requestedAt: string;
  readonly failure?: { readonly reason: string; readonly message: string };
  readonly outcomes: readonly OutcomeDocument[];
  /** Position of the newest event of the generation. */
  readonly position: Position;
};

const outcomeDocument = ({
  generationId: _,
  recordedAt,
  ...outcome
}: Extract<GenerationEvent, { type: 'OutcomeRecorded' }>['data']): OutcomeDocument => ({
  ...outcome,
  at: recordedAt,
});

/** Reads a generation from its own stream, as it stood after the event that `isLast` holds for; undefined when there is none. */
export const readGeneration = async (
  store: EventStore,
  generationId: string,
  isLast: (event: Recorded) => boolean = () => false,
): Promise<GenerationDocument | undefined> => {
  let document: GenerationDocument | undefined;
  for await (const recorded of store.readStream(generationStream(generationId))) {
    const event = recorded as typeof recorded & GenerationEvent;
    const { position } = event;
    if (event.type === 'GenerationRequested') {
      const { templateId, templateVersion, destination, task, files, requestedAt } = event.data;
      const { project, instance, actor } = event.metadata;
      const planned = files.map(({ path, sha256 }) => ({ path, sha256, state: 'planned' as const }));
      document = {
        ...{ generationId, templateId, templateVersion, status: 'requested', destination, ...(task !== undefined && { task }) },
        ...{ files: planned, answers: [], project, instance, actor, requestedAt, outcomes: [], position },
      };
    }
    if (document !== undefined) document = { ...withEvent(document, event), position };
    if (isLast(event)) break;
  }
  return document;
};

const withEvent = (document: GenerationDocument, { type, data }: GenerationEvent): GenerationDocument => {
  switch (type) {
    case 'GenerationRequested':
      return document;
    case 'QuestionAnswered': {
      const { generationId: _, ...answer } = data;
      return { ...document, answers: [...document.answers, answer] };
    }
    case 'FileGenerated': {
      const { path, sha256, state } = data;
      return { ...document, files: document.files.map((file) => (file.path === path ? { path, sha256, state } : file)) };
    }
    case 'GenerationCompleted':
      return { ...document, status: 'completed' };
    case 'GenerationFailed':
      return { ...document, status: 'failed', failure: { reason: data.reason, message: data.message } };
    case 'OutcomeRecorded':
      return { ...document, outcomes: [...document.outcomes, outcomeDocument(data)] };
  }
};
