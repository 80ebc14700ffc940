import { ApiProperty } from '@nestjs/swagger';

const COUNT = { type: 'integer' } as const;

class SuccessView {
  @ApiProperty() templateId!: string;
  @ApiProperty({ required: false }) version?: string;
  @ApiProperty(COUNT) generations!: number;
  @ApiProperty({ ...COUNT, description: 'With at least one outcome that is not an infrastructure failure.' }) reported!: number;
  @ApiProperty(COUNT) succeeded!: number;
  @ApiProperty(COUNT) failed!: number;
  @ApiProperty({ ...COUNT, description: 'Nobody reported on them.' }) unknown!: number;
  @ApiProperty({ ...COUNT, description: 'Only infrastructure failures were reported.' }) infrastructure!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'succeeded ÷ reported; null while nothing is reported.' }) successRate!:
    number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Mean quality of those that were given one.' }) averageScore!: number | null;
}

export class SuccessListView {
  @ApiProperty({ type: [SuccessView] }) items!: SuccessView[];
}
