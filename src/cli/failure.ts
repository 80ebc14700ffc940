import { describeFailure, type Failure } from '../gateway/failure.js';
import { AskingCancelled } from '../templating/asking.js';
import { toJson } from './output.js';

/** Exit statuses of the command line. */
export const EXIT = { done: 0, failed: 1, usage: 2, conflict: 3 } as const;

/** Wrong usage of the command line itself. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Hand edits and a new render that cannot both stand: exit 3. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

const describe = (error: unknown): Failure | undefined => {
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message, ...(error.hint && { hint: error.hint }) };
  if (error instanceof ConflictError) return { code: 'CONFLICT', message: error.message, hint: error.hint };
  if (error instanceof AskingCancelled) return { code: 'CANCELLED', message: 'cancelled; nothing was written and nothing recorded' };
  return describeFailure(error);
};

const unexpected = (error: unknown): Failure => ({
  code: 'INTERNAL',
  message: `something went wrong inside Formwork: ${error instanceof Error ? error.message : String(error)}`,
  hint: 'set FORMWORK_DEBUG=1 to see where, and please report it',
});

/** Prints one failure and gives the exit status that goes with it. */
export const reportFailure = (error: unknown, json: boolean): number => {
  const known = describe(error);
  const { message, hint, ...rest } = known ?? unexpected(error);
  if (json) process.stdout.write(`${toJson({ error: { ...rest, message, ...(hint && { hint }) } }, 2)}\n`);
  else process.stderr.write(`formwork: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`);
  if (process.env.FORMWORK_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return statusOf(error);
};

const statusOf = (error: unknown): number => {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof ConflictError ? EXIT.conflict : EXIT.failed;
};
