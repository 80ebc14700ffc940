import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Ports } from '../commands/ports.js';
import { PORTS } from '../commands/ports.token.js';
import type { Position } from '../eventstore/event-store.js';
import { generations } from '../projections/generations/generations.projection.js';
import { templateCatalogue } from '../projections/template-catalogue/template-catalogue.projection.js';
import { LiveReadModels } from './live-read-models.js';
import type { Subject } from './locate.js';
import { trace, type Trace } from './trace.js';

export class ShowTrace extends Query<Trace> {
  constructor(
    readonly subject: Subject,
    readonly verify: boolean,
    readonly after: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(ShowTrace)
class ShowTraceHandler implements IQueryHandler<ShowTrace> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    private readonly readModels: LiveReadModels,
  ) {}
  async execute({ subject, verify, after }: ShowTrace) {
    return trace(this.ports.store, await this.readModels.at(after, generations, templateCatalogue), subject, { verify });
  }
}

export const traceQueryHandlers = [ShowTraceHandler];
