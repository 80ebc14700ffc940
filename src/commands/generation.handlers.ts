import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandMetadata } from '../domain/decider.js';
import { generateOnce, type Generated, type GenerationWish } from './generate-once.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { recordOutcomeOnce } from './outcomes-once.js';
import type { OutcomeReport } from './outcomes.js';
import type { Ports } from './ports.js';
import { PORTS } from './ports.token.js';

export class GenerateCode extends Command<Generated> {
  constructor(
    readonly wish: GenerationWish,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

export class RecordOutcome extends Command<GenerationDocument> {
  constructor(
    readonly report: OutcomeReport,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}

@CommandHandler(GenerateCode)
class GenerateCodeHandler implements ICommandHandler<GenerateCode> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ wish, metadata }: GenerateCode) {
    return generateOnce(this.ports, wish, metadata);
  }
}

@CommandHandler(RecordOutcome)
class RecordOutcomeHandler implements ICommandHandler<RecordOutcome> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ report, metadata }: RecordOutcome) {
    return recordOutcomeOnce(this.ports, report, metadata);
  }
}

export const generationCommandHandlers = [GenerateCodeHandler, RecordOutcomeHandler];
