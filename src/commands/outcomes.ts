import type { CommandMetadata } from '../domain/decider.js';
import { generationDecider, generationStream, RecordOutcome } from '../domain/generation/generation.js';
import { storeContent } from './content.js';
import { decideAndAppend, loadStream } from './decide-and-append.js';
import { readGeneration } from './generation-document.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import type { Ports } from './ports.js';

export type OutcomeReport = Omit<RecordOutcome['data'], 'log'> & { readonly log?: Uint8Array };

/** Records how generated code turned out; a log is kept by its hash. */
export const recordOutcome = async (
  { store }: Pick<Ports, 'store'>,
  { log, ...report }: OutcomeReport,
  metadata: CommandMetadata,
): Promise<GenerationDocument> => {
  const stream = generationStream(report.generationId);
  const asCommand = (sha256?: string) => new RecordOutcome({ ...report, ...(sha256 !== undefined && { log: sha256 }) }, metadata);
  if (log === undefined) {
    await decideAndAppend(store, generationDecider, stream, asCommand());
  } else {
    generationDecider.decide(asCommand(), (await loadStream(store, generationDecider, stream)).state); // refuse before the log is stored
    await decideAndAppend(store, generationDecider, stream, asCommand((await storeContent(store, log, metadata)).sha256));
  }
  return (await readGeneration(store, report.generationId))!;
};
