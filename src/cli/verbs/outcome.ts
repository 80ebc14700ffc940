import { readFileSync } from 'node:fs';
import { recordOutcome } from '../../commands/outcomes.js';
import { findGeneration } from '../find-generation.js';
import { UsageError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { bold, green, red } from '../output.js';
import type { OutcomeOptions } from '../options.js';
import { withFormwork } from '../with-formwork.js';

const parseScore = (text: string): number => {
  const score = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(score)) throw new UsageError(`--score "${text}" is not a number`, 'a score lies between 0 and 1');
  return score;
};

const readLog = (path: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`--log ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
};

/** `formwork outcome FILE|GENERATION --success|--failure` */
export const outcome = (invocation: Invocation, subject: string, options: OutcomeOptions): Promise<void> => {
  const { success = false, failure = false, source, score, message, log, infrastructure } = options;
  if (success === failure) throw new UsageError('say either --success or --failure');
  if (success && infrastructure) throw new UsageError('--infrastructure explains a failure; it does not go with --success');
  const report = {
    success,
    source,
    ...(score !== undefined && { score: parseScore(score) }),
    ...(message !== undefined && { message }),
    ...(log !== undefined && { log: readLog(log) }),
    ...(infrastructure && { infrastructure }),
  };
  return withFormwork(invocation, async ({ formwork, metadata }) => {
    const { generationId } = await findGeneration(formwork, subject);
    const generation = await recordOutcome(formwork.ports, { generationId, ...report }, metadata);
    invocation.output.result(generation, () => [
      `Recorded a ${success ? green('success') : red('failure')} of ${bold(`${generation.templateId}@${generation.templateVersion}`)} (generation ${generationId}, source ${source})`,
    ]);
  });
};
