import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationIdOf } from './correlation.js';
import { describeProblem } from './problem.js';

const RETRY_AFTER_SECONDS = 1;

/** Every error that leaves the service leaves through here, as a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('rest');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const correlationId = correlationIdOf(request);
    const { problem, expected } = describeProblem(error, correlationId, request.body);
    if (!expected) this.logger.error({ correlationId, request: `${request.method} ${request.url}`, error: asText(error) });
    if (problem.status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(problem);
  }
}

const asText = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
