import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { generationCommandHandlers } from './commands/generation.handlers.js';
import { PORTS } from './commands/ports.token.js';
import { templateCommandHandlers } from './commands/template.handlers.js';
import type { Formwork } from './composition.js';
import { FORMWORK } from './gateway/issuer.js';
import { RestModule } from './gateway/rest/rest.module.js';
import { eventQueryHandlers } from './queries/event.handlers.js';
import { generationQueryHandlers } from './queries/generation.handlers.js';
import { LiveReadModels, PATIENCE_MS } from './queries/live-read-models.js';
import { projectionHandlers } from './queries/projection.handlers.js';
import { templateQueryHandlers } from './queries/template.handlers.js';
import { traceQueryHandlers } from './queries/trace.handlers.js';

/** What the service is made of; whoever opened it also closes it, after the service. */
export type ServiceParts = {
  readonly formwork: Formwork;
  readonly db: DataSource;
  /** How long a query waits for its read model, in milliseconds. */
  readonly patienceMs: number;
};

/** Commands and queries, whatever door they come through. */
@Global()
@Module({})
class UseCasesModule {
  static of({ formwork, db, patienceMs }: ServiceParts): DynamicModule {
    return {
      module: UseCasesModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: FORMWORK, useValue: formwork },
        { provide: PORTS, useValue: formwork.ports },
        { provide: DataSource, useValue: db },
        { provide: PATIENCE_MS, useValue: patienceMs },
        LiveReadModels,
        ...[...templateCommandHandlers, ...generationCommandHandlers],
        ...[...templateQueryHandlers, ...generationQueryHandlers, ...traceQueryHandlers],
        ...[...eventQueryHandlers, ...projectionHandlers],
      ],
      exports: [FORMWORK, PORTS, LiveReadModels],
    };
  }
}

/** The composition of the service: the use cases, and the doors to them. */
@Module({})
export class AppModule {
  static of(parts: ServiceParts): DynamicModule {
    return { module: AppModule, imports: [UseCasesModule.of(parts), RestModule] };
  }
}
