import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ports } from '../commands/ports.js';
import { PORTS } from '../commands/ports.token.js';
import { DomainError } from '../domain/decider.js';
import type { Position } from '../eventstore/event-store.js';
import type { Projection } from '../projections/projection.js';
import { projectionStatus, type ProjectionStatus } from '../projections/projection-status.js';
import { readModels } from '../projections/read-models.js';
import { rebuild } from '../projections/rebuild.js';
import { runProjections } from '../projections/run-projections.js';
import { waitFor } from '../projections/wait-for.js';

/** How long a query waits for its read model before it gives up, in milliseconds. */
export const PATIENCE_MS = Symbol('PatienceMs');

/** The read models, kept up to date for as long as the service runs. */
@Injectable()
export class LiveReadModels implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('projections');
  private readonly stopping = new AbortController();
  private readonly projections = readModels();
  private running: Promise<void> = Promise.resolve();
  private start: Position | undefined;

  constructor(
    private readonly db: DataSource,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(PATIENCE_MS) private readonly patienceMs: number,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.start = await this.ports.store.lastPosition();
    const onProblem = (error: unknown) => this.logger.error(error);
    this.running = runProjections(this.db, this.ports.store, this.projections, this.stopping.signal, { onProblem });
  }

  /** Only once every request has been answered: the last ones may still wait for a position. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /**
   * The database, once the read models that a query is about show everything up to a position; another one that is behind holds up nobody.
   * @throws DomainError READ_MODEL_BEHIND, READ_MODEL_PARKED, DATABASE_UNREACHABLE
   */
  async at(after: Position | undefined, ...projections: readonly Projection[]): Promise<DataSource> {
    try {
      await waitFor(this.db, after ?? 0n, projections, { timeoutMs: this.patienceMs });
      return this.db;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      this.logger.error(error);
      throw new DomainError('DATABASE_UNREACHABLE', 'the database of the read models does not answer', {
        hint: 'see formwork doctor on the machine of the service',
      });
    }
  }

  status(): Promise<ProjectionStatus[]> {
    return projectionStatus(this.db, this.projections);
  }

  /** Whether a read model shows at least everything that was recorded when the service started. */
  isCaughtUp({ state, position }: ProjectionStatus): boolean {
    return state === 'live' && this.start !== undefined && BigInt(position ?? 0) >= this.start;
  }

  async rebuild(name: string): Promise<ProjectionStatus> {
    await rebuild(this.db, this.ports.store, this.projections, { names: [name], signal: this.stopping.signal });
    return (await this.status()).find((status) => status.name === name)!;
  }
}
