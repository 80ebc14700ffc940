import type { GenerationEvent } from '../../domain/generation/generation.js';
import type { Recorded } from '../../eventstore/event-store.js';
import type { Projection } from '../projection.js';
import { GenerationSuccessRow } from './success.rows.js';
import { noOutcomes, scoreOf, verdictOf, withOutcome } from './verdict.js';

type SuccessEvent = Extract<GenerationEvent, { type: 'GenerationRequested' | 'OutcomeRecorded' }>;

const successRow = ({
  data,
  position,
  metadata,
}: Recorded<Extract<SuccessEvent, { type: 'GenerationRequested' }>>): GenerationSuccessRow => ({
  position,
  generationId: data.generationId,
  templateId: data.templateId,
  templateVersion: data.templateVersion,
  project: metadata.project,
  instance: metadata.instance,
  requestedAt: data.requestedAt,
  verdict: 'unknown',
  score: null,
  outcomes: null,
});

export const success: Projection<SuccessEvent> = {
  name: 'success',
  version: 1,
  handles: ['GenerationRequested', 'OutcomeRecorded'],
  tables: [GenerationSuccessRow],
  project: async (events, tables) => {
    const rows = new Map<string, GenerationSuccessRow>();
    for (const event of events) if (event.type === 'GenerationRequested') rows.set(event.data.generationId, successRow(event));
    const earlier = new Set(events.map(({ data }) => data.generationId).filter((id) => !rows.has(id)));
    for (const row of await tables.find(GenerationSuccessRow, 'generationId', earlier)) rows.set(row.generationId, row);
    for (const { type, data } of events) {
      if (type !== 'OutcomeRecorded') continue;
      const row = rows.get(data.generationId);
      if (row === undefined) throw new Error(`OutcomeRecorded of a generation that was never requested: ${data.generationId}`);
      row.outcomes = withOutcome(row.outcomes ?? noOutcomes, data);
      row.verdict = verdictOf(row.outcomes);
      row.score = scoreOf(row.outcomes);
    }
    await tables.upsert(GenerationSuccessRow, [...rows.values()]);
  },
};
