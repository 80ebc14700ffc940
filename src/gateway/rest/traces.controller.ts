import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ShowTrace } from '../../queries/trace.handlers.js';
import { Issuer } from '../issuer.js';
import { AnswersProblems } from './problem.view.js';
import { toSubject, TraceQuery } from './traces.requests.js';
import { TraceView } from './traces.view.js';
import { toPosition } from './values.js';

@ApiTags('traces')
@AnswersProblems()
@Controller('v1/traces')
export class TracesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly issuer: Issuer,
  ) {}

  @ApiOperation({ summary: 'Where a file came from, and what became of it' })
  @Get()
  @ApiOkResponse({ type: TraceView })
  async showTrace(@Query() query: TraceQuery) {
    return this.queries.execute(new ShowTrace(await toSubject(query, this.issuer.home), query.verify ?? false, toPosition(query.after)));
  }
}
