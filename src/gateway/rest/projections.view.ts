import { ApiProperty } from '@nestjs/swagger';
import { POSITION } from './events.view.js';

class ParkedView {
  @ApiProperty() reason!: string;
  @ApiProperty() at!: string;
}

class BuildView {
  @ApiProperty(POSITION) position!: string;
  @ApiProperty({ required: false }) parked?: string;
}

export class ProjectionView {
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: ['live', 'missing', 'outdated', 'newer', 'parked'] }) state!: string;
  @ApiProperty({ ...POSITION, required: false }) position?: string;
  @ApiProperty({ required: false, type: ParkedView, description: 'Why it stopped before an event.' }) parked?: ParkedView;
  @ApiProperty({ type: [BuildView], description: 'Builds that will take its place.' }) building!: BuildView[];
}

export class ProjectionListView {
  @ApiProperty({ type: [ProjectionView] }) items!: ProjectionView[];
}
