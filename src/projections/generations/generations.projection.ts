import { canonicalJson, storableJson } from '../../database/json.js';
import type { TableWriter } from '../../database/table-writer.js';
import type { GenerationEvent } from '../../domain/generation/generation.js';
import type { Recorded } from '../../eventstore/event-store.js';
import { lookupKey } from '../lookup-key.js';
import type { Projection } from '../projection.js';
import { absolutePathIn, projectPathIn } from './file-paths.js';
import { GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow, GenerationRow } from './generations.rows.js';

type Of<Type extends GenerationEvent['type']> = Recorded<Extract<GenerationEvent, { type: Type }>>;

const generationRow = ({ data, position, metadata: { project, instance, actor } }: Of<'GenerationRequested'>): GenerationRow => {
  const { generationId, templateId, templateVersion, templateDigest, destination, base, language, task, regenerates, files, requestedAt } = data;
  return {
    ...{ position, generationId, templateId, templateVersion, templateDigest, project, instance, actor, destination, base, language },
    ...{ task: task ?? null, regenerates: regenerates ?? null, status: 'requested', requestedAt, settledAt: null, settledPosition: null },
    ...{ failureReason: null, failureMessage: null, planned: files.map(({ path, sha256 }) => ({ path, sha256 })), answers: {} },
  };
};

const answerRow = ({ data, position }: Of<'QuestionAnswered'>, generation: bigint): GenerationAnswerRow => {
  const { name, value, source, confidence = null, model = null } = data;
  return { position, generation, name, value: storableJson(value), valueKey: lookupKey(canonicalJson(value)), source, confidence, model };
};

const fileRow = (
  { data: { path, sha256, bytes, state }, position }: Of<'FileGenerated'>,
  { position: generation, project, destination, base }: GenerationRow,
): GenerationFileRow => {
  const absolute = absolutePathIn(destination, path);
  const written = absolute !== undefined && state !== 'returned';
  return {
    ...{ position, generation, path, pathKey: lookupKey(path), project, sha256, bytes, state },
    projectPathKey: written ? lookupKey(projectPathIn(base, path)) : null,
    absolutePathKey: written ? lookupKey(absolute) : null,
  };
};

const outcomeRow = ({ data, position }: Of<'OutcomeRecorded'>): GenerationOutcomeRow => {
  const { generationId, success, source, score, message, log, infrastructure = false, exitStatus, seconds, recordedAt } = data;
  return {
    ...{ position, generationId, success, source, score: score ?? null, message: message ?? null, log: log ?? null },
    ...{ infrastructure, exitStatus: exitStatus ?? null, seconds: seconds ?? null, at: recordedAt },
  };
};

/** What a batch adds up to. */
class Fold {
  readonly answers: GenerationAnswerRow[] = [];
  readonly files: GenerationFileRow[] = [];
  readonly outcomes: GenerationOutcomeRow[] = [];

  constructor(readonly generations: Map<string, GenerationRow>) {}

  add(event: Recorded<GenerationEvent>): void {
    if (event.type === 'GenerationRequested') this.generations.set(event.data.generationId, generationRow(event));
    else if (event.type === 'OutcomeRecorded') this.outcomes.push(outcomeRow(event));
    else this.addTo(this.generations.get(event.data.generationId), event);
  }

  private addTo(generation: GenerationRow | undefined, event: Exclude<Recorded<GenerationEvent>, Of<'GenerationRequested' | 'OutcomeRecorded'>>) {
    if (generation === undefined) throw new Error(`${event.type} of a generation that was never requested: ${event.data.generationId}`);
    switch (event.type) {
      case 'QuestionAnswered':
        this.answers.push(answerRow(event, generation.position));
        generation.answers = { ...generation.answers, [event.data.name]: event.data.value };
        break;
      case 'FileGenerated':
        this.files.push(fileRow(event, generation));
        break;
      case 'GenerationCompleted':
        Object.assign(generation, { status: 'completed', planned: [], settledAt: event.data.completedAt, settledPosition: event.position });
        break;
      case 'GenerationFailed':
        Object.assign(generation, { status: 'failed', settledAt: event.data.failedAt, settledPosition: event.position });
        Object.assign(generation, { failureReason: event.data.reason, failureMessage: event.data.message });
    }
  }
}

/** Generations that the batch goes on with, requested in an earlier one. */
const earlier = async (events: readonly Recorded<GenerationEvent>[], tables: TableWriter): Promise<Map<string, GenerationRow>> => {
  const touched = new Set(events.filter(({ type }) => type !== 'OutcomeRecorded').map(({ data }) => data.generationId));
  for (const { type, data } of events) if (type === 'GenerationRequested') touched.delete(data.generationId);
  return new Map((await tables.find(GenerationRow, 'generationId', touched)).map((row) => [row.generationId, row]));
};

export const generations: Projection<GenerationEvent> = {
  name: 'generations',
  version: 1,
  handles: ['GenerationRequested', 'QuestionAnswered', 'FileGenerated', 'GenerationCompleted', 'GenerationFailed', 'OutcomeRecorded'],
  tables: [GenerationRow, GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow],
  project: async (events, tables) => {
    const fold = new Fold(await earlier(events, tables));
    for (const event of events) fold.add(event);
    await tables.upsert(GenerationRow, [...fold.generations.values()]);
    await tables.insert(GenerationAnswerRow, fold.answers);
    await tables.insert(GenerationFileRow, fold.files);
    await tables.insert(GenerationOutcomeRow, fold.outcomes);
  },
};
