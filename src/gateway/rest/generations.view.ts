import { ApiProperty } from '@nestjs/swagger';
import { POSITION } from './events.view.js';

const STATES = ['planned', 'created', 'overwritten', 'unchanged', 'skipped', 'returned'];

class GeneratedFileView {
  @ApiProperty({ description: 'Relative to the destination.' }) path!: string;
  @ApiProperty({ description: 'SHA-256 of the rendered text.' }) sha256!: string;
  @ApiProperty({ enum: STATES }) state!: string;
  @ApiProperty({ required: false, description: 'The file itself, where it is returned instead of written.' }) content?: string;
  @ApiProperty({ required: false, enum: ['utf8', 'base64'] }) encoding?: string;
  @ApiProperty({ required: false }) executable?: boolean;
}

class InputView {
  @ApiProperty({ description: 'Relative to the destination.' }) path!: string;
  @ApiProperty({ description: 'SHA-256 of the text as it was then.' }) sha256!: string;
  @ApiProperty() bytes!: number;
}

class AnswerView {
  @ApiProperty() name!: string;
  @ApiProperty({ anyOf: [{}], description: 'Any JSON; of a secret only its mark.' }) value!: unknown;
  @ApiProperty({ example: 'request' }) source!: string;
  @ApiProperty({ required: false, description: 'How sure the model was, 0..1.' }) confidence?: number;
  @ApiProperty({ required: false }) model?: string;
}

class OutcomeView {
  @ApiProperty() success!: boolean;
  @ApiProperty() source!: string;
  @ApiProperty({ required: false, description: 'Quality, 0..1.' }) score?: number;
  @ApiProperty({ required: false }) message?: string;
  @ApiProperty({ required: false, description: 'SHA-256 of a log kept as content.' }) log?: string;
  @ApiProperty({ required: false }) infrastructure?: boolean;
  @ApiProperty({ required: false }) exitStatus?: number;
  @ApiProperty({ required: false }) seconds?: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
}

class FailureView {
  @ApiProperty() reason!: string;
  @ApiProperty() message!: string;
}

export class GenerationView {
  @ApiProperty() generationId!: string;
  @ApiProperty() templateId!: string;
  @ApiProperty() templateVersion!: string;
  @ApiProperty({ required: false }) templateDigest?: string;
  @ApiProperty({ enum: ['requested', 'completed', 'failed'] }) status!: string;
  @ApiProperty({ description: 'Absolute path of the folder written to; empty when the files were returned.' }) destination!: string;
  @ApiProperty({ required: false, description: 'The destination relative to its project.' }) base?: string;
  @ApiProperty({ required: false }) language?: string;
  @ApiProperty({ required: false }) task?: string;
  @ApiProperty({ required: false, description: 'The generation that this one repeats.' }) regenerates?: string;
  @ApiProperty({ required: false, type: InputView, description: 'The existing file that the template worked on.' }) input?: InputView;
  @ApiProperty({ type: [GeneratedFileView] }) files!: GeneratedFileView[];
  @ApiProperty({ type: [AnswerView] }) answers!: AnswerView[];
  @ApiProperty() project!: string;
  @ApiProperty() instance!: string;
  @ApiProperty() actor!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ required: false, format: 'date-time' }) settledAt?: string;
  @ApiProperty({ required: false, type: FailureView }) failure?: FailureView;
  @ApiProperty({ type: [OutcomeView] }) outcomes!: OutcomeView[];
  @ApiProperty({ ...POSITION, description: 'Of its newest event, a decimal string.' }) position!: string;
}

export class GenerationListView {
  @ApiProperty({ type: [GenerationView], description: 'The newest first.' }) items!: GenerationView[];
  @ApiProperty({ required: false, description: '`cursor` of the next page, where there is one.' }) next?: string;
}

export class PreviewView {
  @ApiProperty({ enum: [true] }) dryRun!: boolean;
  @ApiProperty() templateId!: string;
  @ApiProperty() templateVersion!: string;
  @ApiProperty() destination!: string;
  @ApiProperty({ type: [AnswerView] }) answers!: AnswerView[];
  @ApiProperty({ type: [GeneratedFileView] }) files!: GeneratedFileView[];
}
