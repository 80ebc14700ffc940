import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';
import { describeFailure } from '../failure.js';
import { InvalidRequest } from './invalid-request.js';

/** RFC 9457. `code`, `field` and `hint` are the same as in the command line's `--json` errors. */
export type Problem = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly field?: string;
  readonly hint?: string;
  /** Every field that is wrong, where the request itself has the wrong shape. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly correlationId: string;
};

const STATUS: Readonly<Record<string, number>> = {
  TEMPLATE_UNKNOWN: 404,
  TEMPLATE_VERSION_UNKNOWN: 404,
  GENERATION_UNKNOWN: 404,
  READ_MODEL_UNKNOWN: 404,
  FILE_UNKNOWN: 404,
  FILE_NOT_GENERATED: 404,
  CONTENT_NOT_GENERATED: 404,
  CONFLICT: 409,
  FILE_CHANGED: 409,
  FILE_EXISTS: 409,
  GENERATION_EXISTS: 409,
  GENERATION_FAILED: 409,
  GENERATION_NOT_OPEN: 409,
  GENERATION_RUNNING: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  ROLLBACK_IMPOSSIBLE: 409,
  STREAM_DELETED: 409,
  TEMPLATE_VERSION_EXISTS: 409,
  WRITE_IN_PROGRESS: 409,
  CONTENT_DAMAGED: 500,
  CONTENT_MISSING: 500,
  EVENT_DAMAGED: 500,
  DATABASE_UNREACHABLE: 503,
  DATABASE_DAMAGED: 503,
  DATABASE_BUSY: 503,
  DATABASE_UNWRITABLE: 503,
  READ_MODEL_BEHIND: 503,
  READ_MODEL_NEWER: 503,
  READ_MODEL_PARKED: 503,
  STORE_NEWER: 503,
  STORE_CORRUPTED: 503,
  STORE_FULL: 503,
  STORE_READ_ONLY: 503,
  STORE_UNREACHABLE: 503,
};

/** What Fastify refuses before a route is reached, in our words. */
const TRANSPORT: Readonly<Record<number, { readonly code: string; readonly detail: string; readonly hint?: string }>> = {
  400: { code: 'REQUEST_MALFORMED', detail: 'the request cannot be read', hint: 'send a JSON object as its body' },
  403: { code: 'REQUEST_FORBIDDEN', detail: 'requests from another web site are refused' },
  404: { code: 'ROUTE_UNKNOWN', detail: 'there is nothing at this address', hint: 'every route is described at /docs' },
  405: { code: 'METHOD_UNKNOWN', detail: 'this address does not know that method' },
  413: { code: 'BODY_TOO_LARGE', detail: 'the body of the request is larger than 16 MiB' },
  414: { code: 'URL_TOO_LONG', detail: 'a part of the address is too long' },
  415: { code: 'MEDIA_TYPE_UNKNOWN', detail: 'only JSON is understood', hint: 'send Content-Type: application/json' },
};

const transportStatus = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
};

const problem = (status: number, correlationId: string, rest: Omit<Problem, 'type' | 'title' | 'status' | 'correlationId'>): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  ...rest,
  correlationId,
});

/** The use cases say `id` of a template, as a path does; a body that names other things too says `templateId`. */
const fieldIn = (body: unknown, field: string | undefined): string | undefined =>
  field === 'id' && typeof body === 'object' && body !== null && 'templateId' in body ? 'templateId' : field;

/** The one place where an error gets an HTTP status. Undefined for what nobody expected: that is logged, never shown. */
const expectedProblem = (error: unknown, correlationId: string, body: unknown): Problem | undefined => {
  if (error instanceof InvalidRequest) {
    const { field, message } = error.errors[0]!;
    return problem(400, correlationId, { detail: message, code: 'REQUEST_INVALID', ...(field !== '' && { field }), errors: error.errors });
  }
  const failure = describeFailure(error);
  if (failure !== undefined) {
    const { message, field: named, ...rest } = failure;
    const field = fieldIn(body, named);
    return problem(STATUS[failure.code] ?? 422, correlationId, { detail: message, ...rest, ...(field !== undefined && { field }) });
  }
  const status = transportStatus(error);
  const known = status === undefined ? undefined : TRANSPORT[status];
  return status === undefined || known === undefined ? undefined : problem(status, correlationId, known);
};

/** Nothing of the inside is shown; the log has it under the same correlation id. */
const unexpectedProblem = (correlationId: string): Problem =>
  problem(500, correlationId, {
    detail: 'something went wrong inside Formwork',
    code: 'INTERNAL',
    hint: 'the log of the service has it under this correlation id; please report it',
  });

export const describeProblem = (
  error: unknown,
  correlationId: string,
  body?: unknown,
): { readonly problem: Problem; readonly expected: boolean } => {
  const expected = expectedProblem(error, correlationId, body);
  return { problem: expected ?? unexpectedProblem(correlationId), expected: expected !== undefined };
};
