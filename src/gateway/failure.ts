import { DomainError } from '../domain/decider.js';
import { ConcurrencyError, CorruptedEventError, EventStoreUnavailableError, StreamDeletedError } from '../eventstore/event-store.js';
import { TemplatingError } from '../templating/errors.js';

/** An expected refusal in the words of the `--json` contract. */
export type Failure = { readonly code: string; readonly message: string; readonly field?: string; readonly hint?: string };

/** The place before the sentence, unless the sentence starts with it already. */
const withPlace = ({ message, details: { at } }: TemplatingError): string => {
  const place = at === undefined ? '' : [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
  return place === '' || message.startsWith(at!.file) ? message : `${place}: ${message}`;
};

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** Damage in the file of the read models shows in the middle of a query; told by SQLite's result code, so that no ORM is loaded to ask. */
const isDamagedDatabase = (error: unknown): boolean => {
  const { driverError } = error as { readonly driverError?: { readonly errcode?: number } };
  return driverError?.errcode !== undefined && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(driverError.errcode & 0xff);
};

/** What people and programs outside should read of an error; undefined for one that nobody expected. */
export const describeFailure = (error: unknown): Failure | undefined => {
  if (error instanceof TemplatingError) {
    const { field, hint } = error.details;
    return { code: error.code, message: withPlace(error), ...(field && { field }), ...(hint && { hint }) };
  }
  if (error instanceof DomainError) return { code: error.code, message: error.message, ...error.details };
  if (error instanceof EventStoreUnavailableError)
    return { code: error.code, message: error.message, ...(error.hint && { hint: error.hint }) };
  if (error instanceof CorruptedEventError)
    return { code: 'EVENT_DAMAGED', message: error.message, hint: 'list all damaged events with: formwork doctor' };
  if (error instanceof ConcurrencyError)
    return { code: 'CONFLICT', message: error.message, hint: 'somebody else keeps changing it: try again' };
  if (error instanceof StreamDeletedError)
    return { code: 'STREAM_DELETED', message: `${error.message}; nothing can be recorded there any more` };
  if (error instanceof Error && isDamagedDatabase(error))
    return {
      code: 'DATABASE_DAMAGED',
      message: 'the read models are damaged',
      hint: 'delete read-models.db in FORMWORK_HOME: they are rebuilt from the events',
    };
  return undefined;
};
