import type { GenerationDocument, OutcomeDocument } from '../domain/generation/generation-document.js';
import { generationStream, type GenerationEvent } from '../domain/generation/generation.js';
import type { EventStore, Recorded } from '../eventstore/event-store.js';

type Data<Type extends GenerationEvent['type']> = Extract<GenerationEvent, { type: Type }>['data'];

const requested = (data: Data<'GenerationRequested'>, { metadata, position }: Recorded): GenerationDocument => {
  const { files, ...request } = data;
  const { project, instance, actor } = metadata;
  return {
    ...request,
    status: 'requested',
    files: files.map(({ path, sha256 }) => ({ path, sha256, state: 'planned' })),
    answers: [],
    ...{ project, instance, actor },
    outcomes: [],
    position: position.toString(),
  };
};

const outcome = ({ generationId: _, recordedAt, ...said }: Data<'OutcomeRecorded'>): OutcomeDocument => ({ ...said, at: recordedAt });

const evolve = (document: GenerationDocument, { type, data }: GenerationEvent): GenerationDocument => {
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
      return { ...document, status: 'completed', settledAt: data.completedAt };
    case 'GenerationFailed':
      return { ...document, status: 'failed', settledAt: data.failedAt, failure: { reason: data.reason, message: data.message } };
    case 'OutcomeRecorded':
      return { ...document, outcomes: [...document.outcomes, outcome(data)] };
  }
};

/** Reads a generation from its own stream, whole or as it was after the first event that is `until`; undefined when there is none. */
export const readGeneration = async (
  store: EventStore,
  generationId: string,
  until: (event: Recorded) => boolean = () => false,
): Promise<GenerationDocument | undefined> => {
  let document: GenerationDocument | undefined;
  for await (const recorded of store.readStream(generationStream(generationId))) {
    const event = recorded as Recorded & GenerationEvent;
    document ??= event.type === 'GenerationRequested' ? requested(event.data, event) : undefined;
    if (document !== undefined) document = { ...evolve(document, event), position: event.position.toString() };
    if (until(recorded)) break;
  }
  return document;
};
