import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { previewGeneration, type GenerationPreview, type GenerationWish } from '../commands/generate-once.js';
import type { Ports } from '../commands/ports.js';
import { PORTS } from '../commands/ports.token.js';
import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { Position } from '../eventstore/event-store.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { generations } from '../projections/generations/generations.projection.js';
import { findGenerations, getGeneration, type GenerationFilter } from '../projections/generations/generations.queries.js';
import type { Page, PageOptions } from '../projections/page.js';
import { success } from '../projections/success/success.projection.js';
import { successOf, type Success, type SuccessFilter } from '../projections/success/success.queries.js';
import { LiveReadModels } from './live-read-models.js';

export class FindGenerations extends Query<Page<GenerationDocument>> {
  constructor(
    readonly filter: GenerationFilter & PageOptions,
    readonly after: Position | undefined,
  ) {
    super();
  }
}

export class GetGeneration extends Query<GenerationDocument> {
  constructor(
    readonly generationId: string,
    readonly after: Position | undefined,
  ) {
    super();
  }
}

/** What generating would do; a query, since it changes nothing. */
export class PreviewGeneration extends Query<GenerationPreview> {
  constructor(
    readonly wish: GenerationWish,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

export class ShowSuccess extends Query<{ readonly items: readonly Success[] }> {
  constructor(
    readonly filter: SuccessFilter,
    readonly by: 'template' | 'version',
    readonly after: Position | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindGenerations)
class FindGenerationsHandler implements IQueryHandler<FindGenerations> {
  constructor(private readonly readModels: LiveReadModels) {}
  async execute({ filter, after }: FindGenerations) {
    return findGenerations(await this.readModels.at(after, generations), filter);
  }
}

@QueryHandler(GetGeneration)
class GetGenerationHandler implements IQueryHandler<GetGeneration> {
  constructor(private readonly readModels: LiveReadModels) {}
  async execute({ generationId, after }: GetGeneration) {
    const generation = await getGeneration(await this.readModels.at(after, generations), generationId);
    if (generation !== undefined) return generation;
    throw new DomainError('GENERATION_UNKNOWN', `no generation ${generationId} is recorded here`, { field: 'generationId' });
  }
}

@QueryHandler(PreviewGeneration)
class PreviewGenerationHandler implements IQueryHandler<PreviewGeneration> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ wish, metadata }: PreviewGeneration) {
    return previewGeneration(this.ports, wish, metadata);
  }
}

@QueryHandler(ShowSuccess)
class ShowSuccessHandler implements IQueryHandler<ShowSuccess> {
  constructor(private readonly readModels: LiveReadModels) {}
  async execute({ filter, by, after }: ShowSuccess) {
    return { items: await successOf(await this.readModels.at(after, success), filter, by) };
  }
}

export const generationQueryHandlers = [FindGenerationsHandler, GetGenerationHandler, PreviewGenerationHandler, ShowSuccessHandler];
