import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { GenerateCode, RecordOutcome } from '../../commands/generation.handlers.js';
import { FindGenerations, GetGeneration, PreviewGeneration } from '../../queries/generation.handlers.js';
import { Issuer } from '../issuer.js';
import { toFilter, toGenerated, toGeneration, toPreview, toReport } from './generations.mapping.js';
import { GenerateBody, GenerationPath, ListGenerationsQuery, OutcomeBody } from './generations.requests.js';
import { GenerationListView, GenerationView, PreviewView } from './generations.view.js';
import { AnswersProblems } from './problem.view.js';
import { AfterQuery } from './requests.js';
import { IsCommand, SentBy, type Sender } from './sender.js';
import { toPosition } from './values.js';

@ApiTags('generations')
@AnswersProblems()
@Controller('v1/generations')
export class GenerationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly issuer: Issuer,
  ) {}

  @ApiOperation({ summary: 'Renders a template and records it. Files go to `destination`, or come back in the answer' })
  @Post()
  @IsCommand()
  @ApiCreatedResponse({ type: GenerationView })
  @ApiOkResponse({ type: PreviewView, description: 'With `dryRun`: what would be written.' })
  async generateCode(@Body() body: GenerateBody, @SentBy() sender: Sender, @Res({ passthrough: true }) reply: FastifyReply) {
    const { wish, metadata } = toGeneration(body, sender, this.issuer);
    if (!body.dryRun) return toGenerated(await this.commands.execute(new GenerateCode(wish, metadata)));
    void reply.status(200);
    return toPreview(await this.queries.execute(new PreviewGeneration(wish, metadata)));
  }

  @ApiOperation({ summary: 'Generations by what is known of them' })
  @Get()
  @ApiOkResponse({ type: GenerationListView })
  findGenerations(@Query() { after, limit, cursor, ...filter }: ListGenerationsQuery) {
    return this.queries.execute(new FindGenerations({ ...toFilter(filter), limit, cursor }, toPosition(after)));
  }

  @ApiOperation({ summary: 'One generation with its answers, files and outcomes' })
  @Get(':generationId')
  @ApiOkResponse({ type: GenerationView })
  getGeneration(@Param() { generationId }: GenerationPath, @Query() { after }: AfterQuery) {
    return this.queries.execute(new GetGeneration(generationId, toPosition(after)));
  }

  @ApiOperation({ summary: 'Records how generated code turned out' })
  @Post(':generationId/outcomes')
  @IsCommand()
  @ApiCreatedResponse({ type: GenerationView })
  recordOutcome(@Param() { generationId }: GenerationPath, @Body() body: OutcomeBody, @SentBy() sender: Sender) {
    return this.commands.execute(new RecordOutcome(toReport(generationId, body), this.issuer.metadata(sender)));
  }
}
