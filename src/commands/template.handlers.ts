import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMetadata } from '../domain/decider.js';
import type { Bundle } from '../templating/bundle.js';
import { PORTS } from './ports.token.js';
import type { Ports } from './ports.js';
import { activateTemplateOnce, publishTemplateOnce, rollBackTemplateOnce } from './templates-once.js';

type Result<UseCase extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<UseCase>>;

export class PublishTemplate extends Command<Result<typeof publishTemplateOnce>> {
  constructor(
    readonly bundle: Bundle,
    readonly options: { readonly activate: boolean; readonly origin: string },
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

export class ActivateTemplate extends Command<Result<typeof activateTemplateOnce>> {
  constructor(
    readonly reference: { readonly templateId: string; readonly version: string },
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

export class RollBackTemplate extends Command<Result<typeof rollBackTemplateOnce>> {
  constructor(
    readonly wish: { readonly templateId: string; readonly toVersion?: string; readonly reason: string },
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

@CommandHandler(PublishTemplate)
class PublishTemplateHandler implements ICommandHandler<PublishTemplate> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ bundle, options, metadata }: PublishTemplate) {
    return publishTemplateOnce(this.ports, bundle, options, metadata);
  }
}

@CommandHandler(ActivateTemplate)
class ActivateTemplateHandler implements ICommandHandler<ActivateTemplate> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ reference, metadata }: ActivateTemplate) {
    return activateTemplateOnce(this.ports, reference, metadata);
  }
}

@CommandHandler(RollBackTemplate)
class RollBackTemplateHandler implements ICommandHandler<RollBackTemplate> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ wish, metadata }: RollBackTemplate) {
    return rollBackTemplateOnce(this.ports, wish, metadata);
  }
}

export const templateCommandHandlers = [PublishTemplateHandler, ActivateTemplateHandler, RollBackTemplateHandler];
