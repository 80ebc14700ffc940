import { isAbsolute } from 'node:path';
import type { Draft } from '../../commands/draft-generation.js';
import type { Generated, GenerationPreview, GenerationWish } from '../../commands/generate-once.js';
import type { OutcomeReport } from '../../commands/outcomes.js';
import type { CommandMetadata } from '../../domain/decider.js';
import type { GenerationFilter } from '../../projections/generations/generations.queries.js';
import type { AnswerValues } from '../../templating/answers.js';
import type { Issuer } from '../issuer.js';
import type { GenerateBody, ListGenerationsQuery, OutcomeBody } from './generations.requests.js';
import { InvalidRequest } from './invalid-request.js';
import type { Sender } from './sender.js';
import { toMoment } from './values.js';

type Issued = { readonly wish: GenerationWish; readonly metadata: CommandMetadata };

/** Links on the way to a destination are followed once, so that the same folder is always the same. */
const destinationOf = ({ destination }: GenerateBody, issuer: Issuer) => {
  if (destination === undefined) return undefined;
  if (!isAbsolute(destination))
    throw new InvalidRequest([{ field: 'destination', message: 'destination must be an absolute path on the machine of the service' }]);
  return issuer.projectOf(destination);
};

export const toGeneration = (body: GenerateBody, sender: Sender, issuer: Issuer): Issued => {
  const { templateId, version, answers = {}, task, force = false } = body;
  const folder = destinationOf(body, issuer);
  return {
    wish: {
      ...{ templateId, version, task, force, answers: answers as AnswerValues },
      ...(folder !== undefined && { destination: { path: folder.path, base: folder.base } }),
    },
    metadata: issuer.metadata(sender, folder?.project ?? body.project),
  };
};

/** Files as callers get them, text as text where it is text. */
const returnedFile = ({ path, bytes, executable }: Draft['files'][number]) => {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  const isText = buffer.equals(Buffer.from(text));
  return {
    path,
    ...(isText ? { content: text, encoding: 'utf8' } : { content: buffer.toString('base64'), encoding: 'base64' }),
    ...(executable && { executable }),
  };
};

export const toGenerated = ({ generation, draft }: Generated) => {
  if (generation.destination !== '') return generation;
  const returned = new Map(draft.files.map((file) => [file.path, returnedFile(file)]));
  return { ...generation, files: generation.files.map((file) => ({ ...file, ...returned.get(file.path) })) };
};

export const toPreview = ({ draft, plan }: GenerationPreview) => {
  const { templateId, version: templateVersion } = draft.version;
  const states = new Map(plan?.files.map(({ path, state }) => [path, state]));
  const files = draft.files.map((file) => ({
    ...returnedFile(file),
    sha256: file.recorded.sha256,
    state: states.get(file.path) ?? ('returned' as const),
  }));
  return { dryRun: true, templateId, templateVersion, destination: plan?.destination ?? '', answers: draft.answers, files };
};

export const toReport = (
  generationId: string,
  { success, source = 'user', score, message, log, infrastructure }: OutcomeBody,
): OutcomeReport => ({
  ...{ generationId, success, source },
  ...(score !== undefined && { score }),
  ...(message !== undefined && { message }),
  ...(log !== undefined && { log: Buffer.from(log) }),
  ...(infrastructure && { infrastructure }),
});

const answerFilter = (text: string): [string, unknown] => {
  const equals = text.indexOf('=');
  const value = text.slice(equals + 1);
  try {
    return [text.slice(0, equals), JSON.parse(value)];
  } catch {
    return [text.slice(0, equals), value];
  }
};

export const toFilter = ({
  template,
  answer,
  since,
  until,
  ...rest
}: Omit<ListGenerationsQuery, 'after' | 'limit' | 'cursor'>): GenerationFilter => ({
  ...rest,
  ...(template !== undefined && { templateId: template }),
  ...(since !== undefined && { since: toMoment(since) }),
  ...(until !== undefined && { until: toMoment(until) }),
  ...(answer !== undefined && { answers: Object.fromEntries(answer.map(answerFilter)) }),
});
