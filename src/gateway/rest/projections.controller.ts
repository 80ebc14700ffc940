import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListProjections, RebuildProjection } from '../../queries/projection.handlers.js';
import { Text } from './fields.js';
import { AnswersProblems } from './problem.view.js';
import { ProjectionListView, ProjectionView } from './projections.view.js';

class ProjectionPath {
  @Text({ description: 'Name of a read model.', max: 64, example: 'generations' })
  name!: string;
}

@ApiTags('read models')
@AnswersProblems()
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @ApiOperation({ summary: 'How every read model stands' })
  @Get()
  @ApiOkResponse({ type: ProjectionListView })
  listProjections() {
    return this.queries.execute(new ListProjections());
  }

  @ApiOperation({ summary: 'Builds a read model anew from the events, beside the present one, and answers when it has taken its place' })
  @Post(':name/rebuild')
  @HttpCode(200)
  @ApiOkResponse({ type: ProjectionView })
  rebuildProjection(@Param() { name }: ProjectionPath) {
    return this.commands.execute(new RebuildProjection(name));
  }
}
