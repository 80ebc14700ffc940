import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Ports } from '../commands/ports.js';
import { PORTS } from '../commands/ports.token.js';
import type { Position, SubscriptionMessage } from '../eventstore/event-store.js';
import { followEvents, listEvents, type EventSelection } from './history.js';

export class ListEvents extends Query<Awaited<ReturnType<typeof listEvents>>> {
  constructor(
    readonly selection: EventSelection,
    readonly limit: number,
  ) {
    super();
  }
}

/** Answers with the events as they come; `after` unset means from now on. */
export class FollowEvents extends Query<{ readonly start: Position; readonly messages: AsyncIterable<SubscriptionMessage> }> {
  constructor(
    readonly selection: EventSelection,
    readonly after: Position | undefined,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

@QueryHandler(ListEvents)
class ListEventsHandler implements IQueryHandler<ListEvents> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  execute({ selection, limit }: ListEvents) {
    return listEvents(this.ports.store, selection, limit);
  }
}

@QueryHandler(FollowEvents)
class FollowEventsHandler implements IQueryHandler<FollowEvents> {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}
  async execute({ selection, after, signal }: FollowEvents) {
    const start = after ?? (await this.ports.store.lastPosition());
    return { start, messages: followEvents(this.ports.store, selection, start, signal) };
  }
}

export const eventQueryHandlers = [ListEventsHandler, FollowEventsHandler];
