import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ProjectionStatus } from '../projections/projection-status.js';
import { LiveReadModels } from './live-read-models.js';

export class ListProjections extends Query<{ readonly items: readonly ProjectionStatus[] }> {}

/** Changes no fact, only what is derived from the facts; so it has no command id and leaves no event. */
export class RebuildProjection extends Command<ProjectionStatus> {
  constructor(readonly name: string) {
    super();
  }
}

@QueryHandler(ListProjections)
class ListProjectionsHandler implements IQueryHandler<ListProjections> {
  constructor(private readonly readModels: LiveReadModels) {}
  async execute() {
    return { items: await this.readModels.status() };
  }
}

@CommandHandler(RebuildProjection)
class RebuildProjectionHandler implements ICommandHandler<RebuildProjection> {
  constructor(private readonly readModels: LiveReadModels) {}
  execute({ name }: RebuildProjection) {
    return this.readModels.rebuild(name);
  }
}

export const projectionHandlers = [ListProjectionsHandler, RebuildProjectionHandler];
