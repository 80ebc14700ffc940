import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 } from 'uuid';

const HEADER = 'x-correlation-id';
const SANE = /^[\w.:-]{1,128}$/;

/** The caller's own id where it sent a sane one, so that its log and ours can be laid side by side; else a new one. */
export const requestId = (headers: Readonly<Record<string, string | string[] | undefined>>): string => {
  const given = headers[HEADER];
  return typeof given === 'string' && SANE.test(given) ? given : v7();
};

export const correlationIdOf = ({ id }: FastifyRequest): string => id;

/** Every answer names the id under which the events and the log have the request. */
export const answerWithCorrelationId = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(HEADER, correlationIdOf(request));
    done();
  });
};
