import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ActivateTemplate, PublishTemplate, RollBackTemplate } from '../../commands/template.handlers.js';
import { ListTemplates, ShowAnswersSchema, ShowTemplate } from '../../queries/template.handlers.js';
import { Issuer } from '../issuer.js';
import { AnswersProblems } from './problem.view.js';
import { AfterQuery } from './requests.js';
import { IsCommand, SentBy, type Sender } from './sender.js';
import { toBundle } from './templates.mapping.js';
import {
  ActivateTemplateBody,
  PublishTemplateBody,
  RollBackTemplateBody,
  ShowTemplateQuery,
  TemplatePath,
  VersionPath,
} from './templates.requests.js';
import { ActivatedView, PublishedView, RolledBackView, TemplateListView, TemplateView } from './templates.view.js';
import { toPosition } from './values.js';

@ApiTags('templates')
@AnswersProblems()
@Controller('v1/templates')
export class TemplatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly issuer: Issuer,
  ) {}

  @ApiOperation({ summary: 'All published templates' })
  @Get()
  @ApiOkResponse({ type: TemplateListView })
  listTemplates(@Query() { after }: AfterQuery) {
    return this.queries.execute(new ListTemplates(toPosition(after)));
  }

  @ApiOperation({ summary: 'A template: its versions, and the questions and files of one of them' })
  @Get(':id')
  @ApiOkResponse({ type: TemplateView })
  showTemplate(@Param() { id: templateId }: TemplatePath, @Query() { version, after }: ShowTemplateQuery, @SentBy() sender: Sender) {
    return this.queries.execute(new ShowTemplate({ templateId, version }, toPosition(after), this.issuer.metadata(sender)));
  }

  @ApiOperation({ summary: 'What `answers` of a generation may hold, as JSON Schema (draft 2020-12)' })
  @Get(':id/versions/:version/schema')
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  showAnswersSchema(@Param() { id: templateId, version }: VersionPath, @SentBy() sender: Sender) {
    return this.queries.execute(new ShowAnswersSchema({ templateId, version }, this.issuer.metadata(sender)));
  }

  @ApiOperation({ summary: 'Publishes a template folder as a new version; a version that is published never changes' })
  @Post()
  @IsCommand()
  @ApiCreatedResponse({ type: PublishedView })
  publishTemplate(@Body() { files, activate = false }: PublishTemplateBody, @SentBy() sender: Sender) {
    return this.commands.execute(new PublishTemplate(toBundle(files), { activate, origin: 'upload' }, this.issuer.metadata(sender)));
  }

  @ApiOperation({ summary: 'Makes a published version the active one' })
  @Post(':id/activate')
  @HttpCode(200)
  @IsCommand()
  @ApiOkResponse({ type: ActivatedView })
  activateTemplate(@Param() { id: templateId }: TemplatePath, @Body() { version }: ActivateTemplateBody, @SentBy() sender: Sender) {
    return this.commands.execute(new ActivateTemplate({ templateId, version }, this.issuer.metadata(sender)));
  }

  @ApiOperation({ summary: 'Goes back to an earlier active version' })
  @Post(':id/rollback')
  @HttpCode(200)
  @IsCommand()
  @ApiOkResponse({ type: RolledBackView })
  rollBackTemplate(@Param() { id: templateId }: TemplatePath, @Body() { to, reason }: RollBackTemplateBody, @SentBy() sender: Sender) {
    return this.commands.execute(new RollBackTemplate({ templateId, toVersion: to, reason }, this.issuer.metadata(sender)));
  }
}
