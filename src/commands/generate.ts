import { DomainError, type CommandMetadata } from '../domain/decider.js';
import {
  CompleteGeneration,
  FailGeneration,
  generationDecider,
  generationStream,
  RequestGeneration,
  type GeneratedFile,
  type GenerationCommand,
} from '../domain/generation/generation.js';
import { storeContent } from './content.js';
import { decideAndAppend } from './decide-and-append.js';
import type { Draft } from './draft-generation.js';
import { readGeneration } from './generation-document.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { followUpId } from './ids.js';
import type { Ports, WritePlan } from './ports.js';

/** Where a generation goes: a folder with the plan to write it, or back to the caller, who writes it elsewhere. */
export type Target = { readonly kind: 'folder'; readonly plan: WritePlan; readonly base: string } | { readonly kind: 'returned' };

export type GenerateOptions = { readonly task?: string; readonly regenerates?: string };

/** The next step of one and the same command: a repeat repeats each step under the same id. */
const step = (metadata: CommandMetadata, name: string): CommandMetadata => ({
  ...metadata,
  commandId: followUpId(metadata.commandId, name),
  causationId: metadata.commandId,
});

const decide = ({ store }: Pick<Ports, 'store'>, command: GenerationCommand) =>
  decideAndAppend(store, generationDecider, generationStream(command.data.generationId), command);

/** The intent and all it refers to go to disk together, before the first file is touched. Answers whether the intent was there already. */
const recordIntent = async (
  ports: Pick<Ports, 'store'>,
  draft: Draft,
  target: Target,
  options: GenerateOptions,
  metadata: CommandMetadata,
): Promise<boolean> => {
  const { generationId, version, answers, files, input } = draft;
  const request = new RequestGeneration(
    {
      generationId,
      templateId: version.templateId,
      templateVersion: version.version,
      templateDigest: version.digest,
      language: version.language,
      destination: target.kind === 'folder' ? target.plan.destination : '',
      base: target.kind === 'folder' ? target.base : '',
      files: files.map(({ recorded }) => recorded),
      answers,
      ...(input !== undefined && { input: input.recorded }),
      ...options,
    },
    metadata,
  );
  const contents = [...files.map(({ bytes, stored }) => stored ?? bytes), ...(input === undefined ? [] : [input.bytes])].map((bytes) =>
    storeContent(ports.store, bytes, metadata),
  );
  const [{ repeated }] = await Promise.all([decide(ports, request), ...contents]);
  return repeated;
};

/** A file of the draft that the plan leaves out stays as it is. */
const generatedFiles = ({ files }: Draft, target: Target): GeneratedFile[] => {
  if (target.kind === 'returned') return files.map(({ recorded }) => ({ ...recorded, state: 'returned' }));
  const states = new Map(target.plan.files.map(({ path, state }) => [path, state]));
  return files.map(({ recorded }) => ({ ...recorded, state: states.get(recorded.path) ?? 'unchanged' }));
};

const writeFiles = async (
  ports: Pick<Ports, 'store' | 'files'>,
  generationId: string,
  plan: WritePlan,
  intend: () => Promise<boolean>,
  metadata: CommandMetadata,
): Promise<void> => {
  let isIntended = false;
  try {
    await ports.files.write(generationId, plan, async () => {
      if (await intend()) throw running(generationId);
      isIntended = true;
    });
  } catch (error) {
    if (isIntended) {
      const message = error instanceof Error ? error.message : String(error);
      await decide(ports, new FailGeneration({ generationId, reason: 'write-failed', message }, step(metadata, 'fail')));
      await ports.files.settle(generationId);
    }
    throw error;
  }
};

const running = (generationId: string): DomainError =>
  new DomainError('GENERATION_RUNNING', `generation ${generationId} is being written already`, { hint: 'send it again in a moment' });

/**
 * Records the intent, writes the files (all or none), records the outcome. A process that ends in between leaves an intent
 * that `reconcileInterrupted` closes at the next start. The answer is on disk when it is given.
 * @throws DomainError `GENERATION_RUNNING` where the same command is writing its files elsewhere
 */
export const generate = async (
  ports: Pick<Ports, 'store' | 'files'>,
  draft: Draft,
  target: Target,
  options: GenerateOptions,
  metadata: CommandMetadata,
): Promise<GenerationDocument> => {
  const { generationId } = draft;
  const intend = () => recordIntent(ports, draft, target, options, metadata);
  if (target.kind === 'folder') await writeFiles(ports, generationId, target.plan, intend, metadata);
  else await intend();
  await decide(ports, new CompleteGeneration({ generationId, files: generatedFiles(draft, target) }, step(metadata, 'complete')));
  if (target.kind === 'folder') await ports.files.settle(generationId);
  return (await readGeneration(ports.store, generationId))!;
};
