import { Moment, PositionText, QueryNumber, Repeatable, Text } from './fields.js';

class EventSelection {
  @Text({ description: 'Only this stream.', max: 512, optional: true, example: 'template-elixir-genserver-cache' })
  stream?: string;

  @Repeatable({ description: 'Only events of this type; may be given several times.', max: 128, optional: true })
  type?: string[];

  @PositionText({ description: 'Only events from this position on.', optional: true })
  from?: string;
}

export class ListEventsQuery extends EventSelection {
  @Moment({ description: 'Created at or after.', optional: true })
  since?: string;

  @Moment({ description: 'Created before or at.', optional: true })
  until?: string;

  @QueryNumber({ description: 'At most so many events; 100 unless said otherwise.', min: 1, max: 1_000, optional: true })
  limit?: number;
}

export class StreamEventsQuery extends EventSelection {}
