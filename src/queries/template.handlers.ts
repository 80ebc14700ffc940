import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Ports } from '../commands/ports.js';
import { PORTS } from '../commands/ports.token.js';
import type { TemplateReference } from '../commands/templates.js';
import type { CommandMetadata } from '../domain/decider.js';
import type { Position } from '../eventstore/event-store.js';
import { templateCatalogue } from '../projections/template-catalogue/template-catalogue.projection.js';
import { listTemplates, type TemplateItem } from '../projections/template-catalogue/template-catalogue.queries.js';
import type { JsonSchema } from './answers-schema.js';
import { LiveReadModels } from './live-read-models.js';
import { showAnswersSchema, showTemplateVersion, type TemplateDocument } from './show-template.js';

export class ListTemplates extends Query<{ readonly items: readonly TemplateItem[] }> {
  constructor(readonly after: Position | undefined) {
    super();
  }
}

export class ShowTemplate extends Query<TemplateDocument> {
  constructor(
    readonly reference: TemplateReference,
    readonly after: Position | undefined,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

export class ShowAnswersSchema extends Query<JsonSchema> {
  constructor(
    readonly reference: TemplateReference,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

@QueryHandler(ListTemplates)
class ListTemplatesHandler implements IQueryHandler<ListTemplates> {
  constructor(private readonly readModels: LiveReadModels) {}
  async execute({ after }: ListTemplates) {
    return { items: await listTemplates(await this.readModels.at(after, templateCatalogue)) };
  }
}

@QueryHandler(ShowTemplate)
class ShowTemplateHandler implements IQueryHandler<ShowTemplate> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    private readonly readModels: LiveReadModels,
  ) {}
  async execute({ reference, after, metadata }: ShowTemplate) {
    return showTemplateVersion(this.ports, await this.readModels.at(after, templateCatalogue), reference, metadata);
  }
}

@QueryHandler(ShowAnswersSchema)
class ShowAnswersSchemaHandler implements IQueryHandler<ShowAnswersSchema> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ reference, metadata }: ShowAnswersSchema) {
    return showAnswersSchema(this.ports, reference, metadata);
  }
}

export const templateQueryHandlers = [ListTemplatesHandler, ShowTemplateHandler, ShowAnswersSchemaHandler];
