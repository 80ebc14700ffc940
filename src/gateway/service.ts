import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import type { Formwork } from '../composition.js';
import { DomainError } from '../domain/decider.js';
import { openReadModels } from '../projections/open-read-models.js';
import { trackRequests } from './draining.js';
import { createRestApp } from './rest/rest-app.js';
import type { Address } from './settings.js';

const QUERY_PATIENCE_MS = 5_000;
/** A request that takes longer than this to be answered is cut off when the service stops. */
const SHUTDOWN_PATIENCE_MS = 10_000;

export type ServiceOptions = {
  readonly address: Address;
  /** Of the package, for the API's description. */
  readonly version: string;
  readonly databaseUrl?: string;
  /** How long a query waits for its read model, in milliseconds. */
  readonly queryPatienceMs?: number;
};

/** A service that listens. */
export type Service = {
  readonly url: string;
  readonly docs: string;
  /** Takes no further request, answers those that are under way, and stops the read models. */
  readonly close: () => Promise<void>;
};

const urlOf = ({ host }: Address, { port }: AddressInfo): string =>
  `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

const describeListening = (error: unknown, { host, port }: Address): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  const field = 'FORMWORK_HTTP_PORT';
  if (code === 'EADDRINUSE')
    return new DomainError('PORT_IN_USE', `port ${port} of ${host} is in use`, {
      field,
      hint: 'stop what listens there, or choose another: --http-port 0 takes any free one',
    });
  if (code === 'EACCES')
    return new DomainError('PORT_FORBIDDEN', `port ${port} of ${host} may not be used by you`, { field, hint: 'choose one above 1023' });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new DomainError('HOST_UNKNOWN', `this machine has no address "${host}"`, {
      field: 'FORMWORK_HOST',
      hint: 'use 127.0.0.1 or ::1',
    });
  return error;
};

const closeApp = async (app: NestFastifyApplication, drain: () => void): Promise<void> => {
  drain();
  const impatience = setTimeout(() => app.getHttpServer().closeAllConnections(), SHUTDOWN_PATIENCE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(impatience);
  }
};

/** Starts the service over an open Formwork, which it leaves open. @throws DomainError where it cannot listen */
export const startService = async (formwork: Formwork, options: ServiceOptions): Promise<Service> => {
  const { address, version, databaseUrl, queryPatienceMs = QUERY_PATIENCE_MS } = options;
  const db = await openReadModels({ home: formwork.home, ...(databaseUrl && { url: databaseUrl }) });
  try {
    const app = await createRestApp({ formwork, db, patienceMs: queryPatienceMs }, version);
    const drain = trackRequests(app.getHttpServer());
    try {
      await app.init();
      // Fastify's own listen: Nest's logs what is told to the person anyway.
      await app.getHttpAdapter().getInstance().listen({ port: address.port, host: address.host });
    } catch (error) {
      await app.close();
      throw describeListening(error, address);
    }
    const url = urlOf(address, app.getHttpServer().address() as AddressInfo);
    const close = async () => {
      await closeApp(app, drain);
      await db.destroy();
    };
    return { url, docs: `${url}/docs`, close };
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
