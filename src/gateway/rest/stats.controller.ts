import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ShowSuccess } from '../../queries/generation.handlers.js';
import { AnswersProblems } from './problem.view.js';
import { toFilter } from './generations.mapping.js';
import { StatsQuery } from './stats.requests.js';
import { SuccessListView } from './stats.view.js';
import { toPosition } from './values.js';

@ApiTags('read models')
@AnswersProblems()
@Controller('v1/stats')
export class StatsController {
  constructor(private readonly queries: QueryBus) {}

  @ApiOperation({ summary: 'How often generations succeed: by template, or by version of one template' })
  @Get()
  @ApiOkResponse({ type: SuccessListView })
  showSuccess(@Query() { by, after, ...filter }: StatsQuery) {
    return this.queries.execute(
      new ShowSuccess(toFilter(filter), by ?? (filter.template === undefined ? 'template' : 'version'), toPosition(after)),
    );
  }
}
