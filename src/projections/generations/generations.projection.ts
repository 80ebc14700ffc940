import { canonicalJson, storableJson } from '../../database/json.js';
import type { TableWriter } from '../../database/table-writer.js';
import type { GenerationEvent } from '../../domain/generation/generation.js';
import type { Recorded } from '../../eventstore/event-store.js';
import { lookupKey } from '../lookup-key.js';
import type { Projection } from '../projection.js';
import { absolutePathIn, projectPathIn } from './file-paths.js';
import { GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow, GenerationRow } from './generations.rows.js';

type Of<Type extends GenerationEvent['type']> = Recorded<Extract<GenerationEvent, { type: Type }>>;

const generationRow = ({ data, position, metadata }: Of<'GenerationRequested'>): GenerationRow => ({
  position,
  generationId: data.generationId,
  templateId: data.templateId,
  templateVersion: data.templateVersion,
  templateDigest: data.templateDigest,
  project: metadata.project,
  instance: metadata.instance,
  actor: metadata.actor,
  destination: data.destination,
  base: data.base,
  language: data.language,
  task: data.task ?? null,
  regenerates: data.regenerates ?? null,
  status: 'requested',
  requestedAt: data.requestedAt,
  settledAt: null,
  settledPosition: null,
  failureReason: null,
  failureMessage: null,
  planned: data.files.map(({ path, sha256 }) => ({ path, sha256 })),
  answers: {},
});

const answerRow = ({ data, position }: Of<'QuestionAnswered'>, generation: bigint): GenerationAnswerRow => {
  const { name, value, source, confidence = null, model = null } = data;
  return { position, generation, name, value: storableJson(value), valueKey: lookupKey(canonicalJson(value)), source, confidence, model };
};

const fileRow = ({ data, position }: Of<'FileGenerated'>, generation: GenerationRow): GenerationFileRow => {
  const { path, state } = data;
  const absolute = state === 'returned' ? undefined : absolutePathIn(generation.destination, path);
  return {
    position,
    generation: generation.position,
    path,
    pathKey: lookupKey(path),
    projectPathKey: absolute === undefined ? null : lookupKey(projectPathIn(generation.base, path)),
    absolutePathKey: absolute === undefined ? null : lookupKey(absolute),
    project: generation.project,
    sha256: data.sha256,
    bytes: data.bytes,
    state,
  };
};

const outcomeRow = ({ data, position }: Of<'OutcomeRecorded'>): GenerationOutcomeRow => ({
  position,
  generationId: data.generationId,
  success: data.success,
  source: data.source,
  score: data.score ?? null,
  message: data.message ?? null,
  log: data.log ?? null,
  infrastructure: data.infrastructure ?? false,
  exitStatus: data.exitStatus ?? null,
  seconds: data.seconds ?? null,
  at: data.recordedAt,
});

const settle = (generation: GenerationRow, status: 'completed' | 'failed', at: string, position: bigint): void => {
  generation.status = status;
  generation.settledAt = at;
  generation.settledPosition = position;
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

  private addTo(
    generation: GenerationRow | undefined,
    event: Exclude<Recorded<GenerationEvent>, Of<'GenerationRequested' | 'OutcomeRecorded'>>,
  ) {
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
        settle(generation, 'completed', event.data.completedAt, event.position);
        generation.planned = null;
        break;
      case 'GenerationFailed':
        settle(generation, 'failed', event.data.failedAt, event.position);
        generation.failureReason = event.data.reason;
        generation.failureMessage = event.data.message;
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
