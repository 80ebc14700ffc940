import { Module } from '@nestjs/common';
import { Issuer } from '../issuer.js';
import { EventStreams } from './event-stream.js';
import { EventsController } from './events.controller.js';
import { GenerationsController } from './generations.controller.js';
import { HealthController } from './health.controller.js';
import { ProjectionsController } from './projections.controller.js';
import { StatsController } from './stats.controller.js';
import { TemplatesController } from './templates.controller.js';
import { TracesController } from './traces.controller.js';

@Module({
  controllers: [
    TemplatesController,
    GenerationsController,
    TracesController,
    StatsController,
    EventsController,
    ProjectionsController,
    HealthController,
  ],
  providers: [Issuer, EventStreams],
})
export class RestModule {}
