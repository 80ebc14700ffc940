import { DomainError, type CommandMetadata } from '../domain/decider.js';
import {
  CompleteGeneration,
  FailGeneration,
  generationDecider,
  generationStream,
  type GeneratedFile,
} from '../domain/generation/generation.js';
import { decideAndAppend, loadStream } from './decide-and-append.js';
import { readGeneration } from './generation-document.js';
import { followUpId } from './ids.js';
import type { Ports, Reconciled } from './ports.js';

/** How an interrupted generation was brought to an end; `stuck`: it could not be, and is tried again at the next start. */
export type ReconciledGeneration =
  | { readonly generationId: string; readonly end: Reconciled['end'] }
  | { readonly generationId: string; readonly end: 'stuck'; readonly problem: DomainError };

const INTERRUPTED = 'the process ended while it wrote the files; what it had written was taken back';

type Store = Pick<Ports, 'store'>;

const complete = async (
  { store }: Store,
  generationId: string,
  written: Extract<Reconciled, { end: 'written' }>,
  metadata: CommandMetadata,
) => {
  const stream = generationStream(generationId);
  const { request } = (await loadStream(store, generationDecider, stream)).state;
  const states = new Map(written.files.map(({ path, state }) => [path, state]));
  const files: GeneratedFile[] = (request?.files ?? []).map((file) => ({ ...file, state: states.get(file.path) ?? 'created' }));
  await decideAndAppend(store, generationDecider, stream, new CompleteGeneration({ generationId, files, reconciled: true }, metadata));
};

const fail = ({ store }: Store, generationId: string, metadata: CommandMetadata) =>
  decideAndAppend(
    store,
    generationDecider,
    generationStream(generationId),
    new FailGeneration({ generationId, reason: 'interrupted', message: INTERRUPTED }, metadata),
  );

const reconcile = async (
  ports: Pick<Ports, 'store' | 'files'>,
  generationId: string,
  metadata: CommandMetadata,
): Promise<Reconciled['end'] | undefined> => {
  const recorded = await readGeneration(ports.store, generationId);
  if (recorded !== undefined && recorded.status !== 'requested') return undefined; // only the settling was missing
  const reconciled = await ports.files.reconcile(generationId);
  if (recorded !== undefined) {
    const itsMetadata = {
      ...metadata,
      project: recorded.project,
      commandId: followUpId(generationId, 'reconcile'),
      causationId: generationId,
    };
    if (reconciled.end === 'written') await complete(ports, generationId, reconciled, itsMetadata);
    else await fail(ports, generationId, itsMetadata);
  }
  return reconciled.end;
};

/**
 * Closes every intent whose process is gone: completed where all its files stand as planned, else everything is put back
 * and the generation has failed. Called at each start, before anything else is written.
 */
export const reconcileInterrupted = async (
  ports: Pick<Ports, 'store' | 'files'>,
  metadata: CommandMetadata,
): Promise<readonly ReconciledGeneration[]> => {
  const ended: ReconciledGeneration[] = [];
  for (const generationId of await ports.files.unsettled())
    try {
      const end = await reconcile(ports, generationId, metadata);
      await ports.files.settle(generationId);
      if (end !== undefined) ended.push({ generationId, end });
    } catch (problem) {
      if (!(problem instanceof DomainError)) throw problem;
      ended.push({ generationId, end: 'stuck', problem }); // a disk that refuses must not keep everybody from everything else
    }
  return ended;
};
