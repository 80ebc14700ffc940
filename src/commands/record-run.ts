import type { CommandMetadata } from '../domain/decider.js';
import { generationDecider, generationStream, RecordOutcome } from '../domain/generation/generation.js';
import type { Position } from '../eventstore/event-store.js';
import { storeContent } from './content.js';
import { decideAndAppend } from './decide-and-append.js';
import { followUpId } from './ids.js';
import type { Ports } from './ports.js';

/** How a run went, for every generation that it concerns. */
export type RunReport = Omit<RecordOutcome['data'], 'generationId' | 'log'>;

/**
 * Refuses a report that could not be recorded, before there is anything to record.
 * @throws DomainError SCORE_INVALID, SOURCE_INVALID, OUTCOME_CONTRADICTORY
 */
export const checkRunReport = (report: RunReport, metadata: CommandMetadata): void => {
  generationDecider.decide(new RecordOutcome({ generationId: '', ...report }, metadata), { status: 'completed', answers: [], files: [] });
};

/**
 * Records the same outcome for several generations. The log is stored once, before the first outcome names it; each outcome has an id of its
 * own that follows from the command's, so a repeat of the whole adds nothing. Answers with the log's hash and the last position.
 */
export const recordRun = async (
  { store }: Pick<Ports, 'store'>,
  generationIds: readonly string[],
  report: RunReport,
  log: string,
  metadata: CommandMetadata,
): Promise<{ readonly log: string; readonly position: Position }> => {
  const { sha256, position } = await storeContent(store, Buffer.from(log), metadata);
  const recorded = await Promise.all(
    generationIds.map((generationId) => {
      const commandId = followUpId(metadata.commandId, `outcome ${generationId}`);
      const command = new RecordOutcome(
        { generationId, ...report, log: sha256 },
        { ...metadata, commandId, causationId: metadata.commandId },
      );
      return decideAndAppend(store, generationDecider, generationStream(generationId), command);
    }),
  );
  return { log: sha256, position: recorded.reduce((last, { position: at }) => (at > last ? at : last), position) };
};
