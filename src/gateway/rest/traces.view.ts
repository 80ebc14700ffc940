import { ApiProperty } from '@nestjs/swagger';
import { POSITION } from './events.view.js';
import { GenerationView } from './generations.view.js';

class TracedFileView {
  @ApiProperty({ description: 'Relative to the destination.' }) path!: string;
  @ApiProperty({ description: 'Of what was generated.' }) sha256!: string;
  @ApiProperty({ required: false, enum: ['as-generated', 'edited', 'missing'] }) condition?: string;
  @ApiProperty({ required: false, description: 'Of the file as it is now.' }) currentSha256?: string;
  @ApiProperty({ required: false, description: 'Unified diff from what was generated to what is there now.' }) diff?: string;
}

class TracedTemplateView {
  @ApiProperty() templateId!: string;
  @ApiProperty() version!: string;
  @ApiProperty({ required: false }) digest?: string;
  @ApiProperty({ required: false, format: 'date-time' }) publishedAt?: string;
  @ApiProperty({ required: false }) active?: boolean;
}

class FileGenerationView {
  @ApiProperty() generationId!: string;
  @ApiProperty() templateId!: string;
  @ApiProperty() templateVersion!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty() actor!: string;
  @ApiProperty() project!: string;
  @ApiProperty() instance!: string;
  @ApiProperty() path!: string;
  @ApiProperty({ required: false }) projectPath?: string;
  @ApiProperty({ required: false }) absolutePath?: string;
  @ApiProperty() sha256!: string;
  @ApiProperty({ type: 'integer' }) bytes!: number;
  @ApiProperty({ enum: ['created', 'overwritten', 'unchanged', 'returned'] }) state!: string;
  @ApiProperty(POSITION) position!: string;
  @ApiProperty({ required: false }) previousGenerationId?: string;
}

class RenderedAgainView {
  @ApiProperty() path!: string;
  @ApiProperty({ description: 'Hash recorded then.' }) recorded!: string;
  @ApiProperty({ required: false, description: 'Hash of what comes out now.' }) rendered?: string;
  @ApiProperty() identical!: boolean;
}

class VerificationView {
  @ApiProperty() identical!: boolean;
  @ApiProperty({ type: [RenderedAgainView] }) files!: RenderedAgainView[];
}

export class TraceView {
  @ApiProperty({ enum: ['path', 'answers-file', 'content', 'id'], description: 'By what it was recognised.' }) matchedBy!: string;
  @ApiProperty({ required: false, type: TracedFileView }) file?: TracedFileView;
  @ApiProperty({ type: GenerationView }) generation!: GenerationView;
  @ApiProperty({ type: TracedTemplateView }) template!: TracedTemplateView;
  @ApiProperty({ type: [FileGenerationView], description: 'Every generation of the same file, oldest first.' })
  history!: FileGenerationView[];
  @ApiProperty({ required: false, type: VerificationView, description: 'With `verify`.' }) verification?: VerificationView;
}
