import { isDeepStrictEqual } from 'node:util';
import { DomainError, type CommandMetadata } from '../domain/decider.js';
import { generationStream, type Answer } from '../domain/generation/generation.js';
import { resolveVersion } from '../domain/version.js';
import { valuesOf, type Answers, type AnswerValues } from '../templating/answers.js';
import { answerQuestions } from '../templating/questionnaire.js';
import { draftGeneration, planDraft, type Draft } from './draft-generation.js';
import { generate, type Target } from './generate.js';
import { readGeneration } from './generation-document.js';
import { readInput, recordedInput } from './input.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { streamIdOf } from './ids.js';
import type { Position } from '../eventstore/event-store.js';
import type { Ports, WritePlan } from './ports.js';
import { reconcileInterrupted } from './reconcile.js';
import { refuseOtherCommand } from './sent-before.js';
import { readTemplate } from './open-template.js';
import { findVersion, type TemplateReference } from './templates.js';

/** A generation as a program asks for it. Without a destination the files go back to the caller. */
export type GenerationWish = TemplateReference & {
  readonly answers: AnswerValues;
  readonly task?: string;
  readonly force: boolean;
  /** Absolute, links followed; `base` is relative to the project's root. */
  readonly destination?: { readonly path: string; readonly base: string };
};

/** What came of it; the draft has the files' bytes. */
export type Generated = { readonly generation: GenerationDocument; readonly draft: Draft };

/** What a wish would come to; without a plan the files would go back to the caller. */
export type GenerationPreview = { readonly draft: Draft; readonly plan?: WritePlan };

const CONCLUSION_PATIENCE_MS = 10_000;

type Sources = Pick<Ports, 'store' | 'inputs' | 'shipped'>;

/** Answers the questions from the wish alone, and from what was recorded when the same command came before. */
const answersFor = async (ports: Sources, wish: GenerationWish, metadata: CommandMetadata, previous: readonly Answer[] = []) => {
  const version = await findVersion(ports, wish, metadata);
  const template = await readTemplate(ports.store, version);
  const answers = await answerQuestions(template, { request: wish.answers, previous: valuesOf(previous) });
  return { version, template, answers };
};

const draftFor = async (ports: Sources, wish: GenerationWish, metadata: CommandMetadata): Promise<Draft> => {
  const { version, template, answers } = await answersFor(ports, wish, metadata);
  return draftGeneration(template, version, answers, metadata, await readInput(ports, template, answers, wish.destination?.path));
};

const targetOf = async ({ files }: Pick<Ports, 'files'>, draft: Draft, { destination, force }: GenerationWish): Promise<Target> =>
  destination === undefined
    ? { kind: 'returned' }
    : { kind: 'folder', plan: await planDraft(files, draft, destination.path, { force }), base: destination.base };

const isFromRequest = ({ source }: Answer): boolean => source === 'request';
const requested = (answers: readonly Answer[]): AnswerValues => valuesOf(answers.filter(isFromRequest));

const refuseOtherWish = (earlier: GenerationDocument, { recorded }: Answers, wish: GenerationWish): void => {
  const answers = isDeepStrictEqual(requested(recorded), requested(earlier.answers)) ? 'the same' : 'others';
  refuseOtherCommand(
    { templateId: earlier.templateId, task: earlier.task, destination: earlier.destination, answers: 'the same' },
    { templateId: wish.templateId, task: wish.task, destination: wish.destination?.path ?? '', answers },
  );
};

const isEnd = ({ type }: { readonly type: string }): boolean => type === 'GenerationCompleted' || type === 'GenerationFailed';

/** Waits for the process that writes the files; one that is gone is brought to its end first. */
const conclusionOf = async (
  ports: Pick<Ports, 'store' | 'files'>,
  { generationId, position }: GenerationDocument,
  metadata: CommandMetadata,
) => {
  await reconcileInterrupted(ports, metadata);
  const signal = AbortSignal.timeout(CONCLUSION_PATIENCE_MS);
  const filter = { streamPrefixes: [generationStream(generationId)] };
  for await (const message of ports.store.subscribe({ after: BigInt(position), filter, signal })) {
    if (message.kind === 'event' && isEnd(message.event)) return (await readGeneration(ports.store, generationId, isEnd))!;
  }
  throw new DomainError('GENERATION_RUNNING', `generation ${generationId} is still being written`, { hint: 'send it again in a moment' });
};

const concluded = async (ports: Pick<Ports, 'store' | 'files'>, earlier: GenerationDocument, metadata: CommandMetadata) => {
  const generation = earlier.status === 'requested' ? await conclusionOf(ports, earlier, metadata) : earlier;
  if (generation.failure !== undefined)
    throw new DomainError('GENERATION_FAILED', `generation ${generation.generationId} failed: ${generation.failure.message}`, {
      hint: 'nothing of it remains; send it with a new key to try again',
    });
  return generation;
};

/** The files exist by now, so nothing is planned again: the stream has the answer. Files for the caller are rendered again, to the same bytes. */
const sentBefore = async (
  ports: Pick<Ports, 'store' | 'files' | 'inputs' | 'shipped'>,
  earlier: GenerationDocument,
  wish: GenerationWish,
  metadata: CommandMetadata,
): Promise<Generated> => {
  const then = { ...wish, version: earlier.templateVersion };
  if (wish.version !== undefined && resolveVersion(wish.version, [then.version]) === undefined)
    refuseOtherCommand({ version: then.version }, { version: wish.version });
  refuseOtherCommand({ templateId: earlier.templateId }, { templateId: wish.templateId });
  const { version, template, answers } = await answersFor(ports, then, metadata, earlier.answers);
  refuseOtherWish(earlier, answers, wish);
  const draft = draftGeneration(template, version, answers, metadata, await recordedInput(ports.store, earlier));
  if (wish.destination !== undefined || earlier.status !== 'requested')
    return { generation: await concluded(ports, earlier, metadata), draft };
  return { generation: await generate(ports, draft, { kind: 'returned' }, taskOf(wish), metadata), draft };
};

const taskOf = ({ task }: GenerationWish) => (task === undefined ? {} : { task });

const asItWasThen = (ports: Pick<Ports, 'store'>, { commandId }: CommandMetadata) =>
  readGeneration(ports.store, streamIdOf(commandId), isEnd);

/** Waits for the intent of the one that was faster in this process: it holds the files, and records it next. */
const intentAfter = async ({ store }: Pick<Ports, 'store'>, after: Position, { commandId }: CommandMetadata): Promise<void> => {
  const filter = { streamPrefixes: [generationStream(streamIdOf(commandId))] };
  const signal = AbortSignal.timeout(CONCLUSION_PATIENCE_MS);
  for await (const { kind } of store.subscribe({ after, filter, signal })) if (kind === 'event') return;
};

/**
 * Generates once, however often and in how many places at once the same command is sent; each of them gets the same answer.
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` for another wish under the same id, `GENERATION_FAILED` for one that failed then
 */
export const generateOnce = async (
  ports: Pick<Ports, 'store' | 'files' | 'inputs' | 'shipped'>,
  wish: GenerationWish,
  metadata: CommandMetadata,
): Promise<Generated> => {
  const earlier = await asItWasThen(ports, metadata);
  if (earlier !== undefined) return sentBefore(ports, earlier, wish, metadata);
  const since = await ports.store.lastPosition();
  try {
    const draft = await draftFor(ports, wish, metadata);
    const target = await targetOf(ports, draft, wish);
    return { generation: await generate(ports, draft, target, taskOf(wish), metadata), draft };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'WRITE_IN_PROGRESS') await intentAfter(ports, since, metadata);
    const meanwhile = await asItWasThen(ports, metadata); // the same command, sent at the same time, was faster
    if (meanwhile === undefined || meanwhile.failure !== undefined) throw error;
    return sentBefore(ports, meanwhile, wish, metadata);
  }
};

/** Draws up a generation and its plan; writes nothing, records nothing. */
export const previewGeneration = async (
  ports: Pick<Ports, 'store' | 'files' | 'inputs' | 'shipped'>,
  wish: GenerationWish,
  metadata: CommandMetadata,
): Promise<GenerationPreview> => {
  const draft = await draftFor(ports, wish, metadata);
  const target = await targetOf(ports, draft, wish);
  return target.kind === 'folder' ? { draft, plan: target.plan } : { draft };
};
