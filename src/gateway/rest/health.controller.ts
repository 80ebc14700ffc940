import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Ports } from '../../commands/ports.js';
import { PORTS } from '../../commands/ports.token.js';
import type { ProjectionStatus } from '../../projections/projection-status.js';
import { LiveReadModels } from '../../queries/live-read-models.js';
import { describeFailure } from '../failure.js';
import { AnswersProblems } from './problem.view.js';

class AliveView {
  @ApiProperty({ enum: ['alive'] }) status!: string;
}

class CheckView {
  @ApiProperty({ example: 'event store' }) name!: string;
  @ApiProperty() ready!: boolean;
  @ApiProperty({ required: false, description: 'What is not ready.' }) detail?: string;
}

class ReadinessView {
  @ApiProperty({ enum: ['ready', 'not ready'] }) status!: string;
  @ApiProperty({ type: [CheckView] }) checks!: CheckView[];
}

const check = async (name: string, probe: () => Promise<unknown>): Promise<CheckView> => {
  try {
    await probe();
    return { name, ready: true };
  } catch (error) {
    return { name, ready: false, detail: describeFailure(error)?.message ?? 'it cannot be reached' };
  }
};

@ApiTags('health')
@AnswersProblems()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    private readonly readModels: LiveReadModels,
  ) {}

  @ApiOperation({ summary: 'The process answers' })
  @Get('live')
  @ApiOkResponse({ type: AliveView })
  isAlive(): AliveView {
    return { status: 'alive' };
  }

  @ApiOperation({ summary: 'It can do its work: the event store can be read, the database reached, and the read models have caught up' })
  @Get('ready')
  @ApiOkResponse({ type: ReadinessView })
  @ApiServiceUnavailableResponse({ type: ReadinessView, description: 'Not yet, or not any more; `checks` says what.' })
  async isReady(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const checks = [await check('event store', () => this.ports.store.lastPosition()), ...(await this.projectionChecks())];
    const ready = checks.every((each) => each.ready);
    void reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', checks };
  }

  private async projectionChecks(): Promise<CheckView[]> {
    let projections: CheckView[] = [];
    const database = await check(
      'database',
      async () => (projections = (await this.readModels.status()).map((status) => this.projectionCheck(status))),
    );
    return [database, ...projections];
  }

  private projectionCheck(status: ProjectionStatus): CheckView {
    const ready = this.readModels.isCaughtUp(status);
    const detail = status.parked?.reason ?? `${status.state}, at position ${status.position ?? 'none'}`;
    return { name: `projection ${status.name}`, ready, ...(!ready && { detail }) };
  }
}
