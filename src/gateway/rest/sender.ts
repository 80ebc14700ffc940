import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { correlationIdOf } from './correlation.js';
import { InvalidRequest } from './invalid-request.js';

/** How a command can be told apart from others, and found again in the log. */
export type Sender = { readonly commandId?: string; readonly correlationId: string };

const HEADER = 'Idempotency-Key';
const MAX_KEY_LENGTH = 255;

const keyInBody = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'commandId' in body && typeof body.commandId === 'string' ? body.commandId : undefined;

export const readSender = (request: FastifyRequest): Sender => {
  const header = request.headers[HEADER.toLowerCase()];
  const fromBody = keyInBody(request.body);
  if (header !== undefined && (typeof header !== 'string' || header.trim() === '' || header.length > MAX_KEY_LENGTH))
    throw new InvalidRequest([{ field: HEADER, message: `${HEADER} must be 1 to ${MAX_KEY_LENGTH} characters` }]);
  if (header !== undefined && fromBody !== undefined && header !== fromBody)
    throw new InvalidRequest([{ field: 'commandId', message: `commandId and ${HEADER} differ; one of them is enough` }]);
  const commandId = header ?? fromBody;
  return { ...(commandId !== undefined && { commandId }), correlationId: correlationIdOf(request) };
};

export const SentBy = createParamDecorator((_data: unknown, context: ExecutionContext): Sender =>
  readSender(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** A route that changes something: it may be sent again with the same key. */
export const IsCommand = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: HEADER,
      required: false,
      description: 'Makes the command safe to send again: it takes effect once, and every repeat gets the same answer.',
      schema: { type: 'string', minLength: 1, maxLength: MAX_KEY_LENGTH },
    }),
  );
