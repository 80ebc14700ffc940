import { PositionText, QueryNumber, Text } from './fields.js';

/** Of every query: the read model must have come at least this far. */
export class AfterQuery {
  @PositionText({
    description: 'A position that a command answered with: the query answers only once it sees that command.',
    optional: true,
    example: '4711',
  })
  after?: string;
}

export class PageQuery extends AfterQuery {
  @QueryNumber({ description: 'At most so many items; 50 unless said otherwise.', optional: true, min: 1, max: 500 })
  limit?: number;

  @Text({ description: '`next` of the page before.', optional: true, max: 256 })
  cursor?: string;
}

/** Of every command, for callers that cannot set headers. */
export class CommandBody {
  @Text({ description: 'The same as the header Idempotency-Key.', optional: true, max: 255 })
  commandId?: string;
}
