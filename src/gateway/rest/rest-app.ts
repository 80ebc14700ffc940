import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import { AppModule, type ServiceParts } from '../../app.module.js';
import { toJson } from '../../cli/output.js';
import { answerWithCorrelationId, requestId } from './correlation.js';
import { serveDocs } from './docs.js';
import { InvalidRequest } from './invalid-request.js';
import { ProblemFilter } from './problem.filter.js';
import { StderrLogger } from './stderr-logger.js';
import { refuseForeignNames } from './this-machine-only.js';

const BODY_LIMIT = 16 * 1024 * 1024;
/** Template ids and hashes stand in addresses, percent-encoded at worst. */
const MAX_PARAMETER_LENGTH = 512;

/** Plain HTTP on this machine: nothing may be asked to come back by HTTPS. */
const SECURITY_HEADERS = {
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'font-src': ["'self'", 'data:'], 'upgrade-insecure-requests': null },
  },
};

/** The REST service, ready to listen. No other site's page can read from it (no CORS) or write to it. */
export const createRestApp = async (parts: ServiceParts, version: string): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    genReqId: ({ headers }: Pick<IncomingMessage, 'headers'>) => requestId(headers),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), adapter, {
    logger: new StderrLogger(),
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  fastify.setReplySerializer((payload) => toJson(payload)); // the same documents as the command line's --json
  answerWithCorrelationId(fastify);
  refuseForeignNames(fastify);
  app.useSecurityHeaders(SECURITY_HEADERS);
  app.enableCsrfProtection();
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      exceptionFactory: (errors) => InvalidRequest.from(errors),
    }),
  );
  serveDocs(app, version);
  return app;
};
