import type { CommandMetadata } from '../domain/decider.js';
import { generationStream, type GenerationEvent } from '../domain/generation/generation.js';
import type { Recorded } from '../eventstore/event-store.js';
import { sha256Of } from './content.js';
import { readGeneration } from './generation-document.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { recordOutcome, type OutcomeReport } from './outcomes.js';
import type { Ports } from './ports.js';
import { eventsOf, refuseOtherCommand } from './sent-before.js';

/** Records an outcome; sent again it answers as it did then, whatever was recorded since. */
export const recordOutcomeOnce = async (
  ports: Pick<Ports, 'store'>,
  report: OutcomeReport,
  metadata: CommandMetadata,
): Promise<GenerationDocument> => {
  await recordOutcome(ports, report, metadata);
  const [recorded] = (await eventsOf(ports.store, generationStream(report.generationId), metadata)) as Recorded<GenerationEvent>[];
  const { score, message, infrastructure } = report;
  refuseOtherCommand(recorded!.data, { ...report, score, message, infrastructure, log: report.log && sha256Of(report.log) });
  return (await readGeneration(ports.store, report.generationId, ({ id }) => id === recorded!.id))!;
};
