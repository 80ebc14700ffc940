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
  return undefined;
};
