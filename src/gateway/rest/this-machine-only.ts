import { ForbiddenException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../settings.js';

/**
 * A page on another site can make its own name lead to this machine (DNS rebinding) and would then count as the same origin. Its
 * requests still carry that name.
 */
export const refuseForeignNames = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isLoopback(request.hostname) ? undefined : new ForbiddenException());
  });
};
