import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { FollowEvents, ListEvents } from '../../queries/event.handlers.js';
import type { EventSelection } from '../../queries/history.js';
import { EventStreams } from './event-stream.js';
import { ListEventsQuery, StreamEventsQuery } from './events.requests.js';
import { EventListView } from './events.view.js';
import { InvalidRequest } from './invalid-request.js';
import { AnswersProblems } from './problem.view.js';
import { toMoment, toPosition } from './values.js';

const DEFAULT_LIMIT = 100;

const selectionOf = ({ stream, type, from, since, until }: ListEventsQuery): EventSelection => ({
  ...(stream !== undefined && { stream }),
  ...(type !== undefined && { types: type }),
  ...(from !== undefined && { from: BigInt(from) }),
  ...(since !== undefined && { since: toMoment(since) }),
  ...(until !== undefined && { until: toMoment(until) }),
});

/** A reader that comes back says what it saw last; a new one may say where to begin. */
const startOf = (lastEventId: string | undefined, from: string | undefined): bigint | undefined => {
  if (lastEventId !== undefined && !/^\d{1,18}$/.test(lastEventId))
    throw new InvalidRequest([{ field: 'Last-Event-ID', message: 'Last-Event-ID must be the id of an event that this stream sent' }]);
  const first = toPosition(from);
  return toPosition(lastEventId) ?? (first === undefined || first === 0n ? first : first - 1n);
};

@ApiTags('events')
@AnswersProblems()
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly streams: EventStreams,
  ) {}

  @ApiOperation({ summary: 'The history, oldest first' })
  @Get()
  @ApiOkResponse({ type: EventListView })
  listEvents(@Query() query: ListEventsQuery) {
    return this.queries.execute(new ListEvents(selectionOf(query), query.limit ?? DEFAULT_LIMIT));
  }

  @ApiOperation({ summary: 'The history as it happens, as server-sent events; each has its position as id' })
  @Get('stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Goes on after that event.', schema: { type: 'string' } })
  @ApiOkResponse({
    description:
      'From now on, unless `from` or Last-Event-ID say otherwise. An event `caught-up` says that everything older has been sent.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async streamEvents(
    @Query() query: StreamEventsQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const signal = this.streams.signalFor(reply);
    const { start, messages } = await this.queries.execute(new FollowEvents(selectionOf(query), startOf(lastEventId, query.from), signal));
    await this.streams.send(reply, start, messages, signal);
  }
}
