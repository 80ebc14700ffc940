import { ApiProperty } from '@nestjs/swagger';

export const POSITION = { type: String, description: 'In the log, a decimal string.', example: '4711' } as const;

class EventMetadataView {
  @ApiProperty() $correlationId!: string;
  @ApiProperty({ required: false }) $causationId?: string;
  @ApiProperty() commandId!: string;
  @ApiProperty() actor!: string;
  @ApiProperty() project!: string;
  @ApiProperty() instance!: string;
  @ApiProperty({ type: 'integer', description: 'Version of the shape of `data`.' }) schema!: number;
}

export class EventView {
  @ApiProperty() stream!: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
  @ApiProperty(POSITION) position!: string;
  @ApiProperty() id!: string;
  @ApiProperty() type!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: object;
  @ApiProperty() metadata!: EventMetadataView;
  @ApiProperty({ format: 'date-time' }) created!: string;
}

export class EventListView {
  @ApiProperty({ type: [EventView] }) items!: EventView[];
  @ApiProperty({ type: String, required: false, description: '`from` of the next page, where there is one.' }) next?: string;
}
