import { ApiProperty } from '@nestjs/swagger';
import { POSITION } from './events.view.js';

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

export class TemplateItemView {
  @ApiProperty() templateId!: string;
  @ApiProperty({ required: false }) activeVersion?: string;
  @ApiProperty({ type: [String], description: 'The highest last.' }) versions!: string[];
  @ApiProperty() description!: string;
  @ApiProperty() language!: string;
  @ApiProperty({ enum: ['code', 'file', 'documentation', 'refactoring', 'component'] }) kind!: string;
  @ApiProperty({ type: [String] }) tags!: string[];
}

export class TemplateListView {
  @ApiProperty({ type: [TemplateItemView] }) items!: TemplateItemView[];
}

class TemplateFileView {
  @ApiProperty() path!: string;
  @ApiProperty() sha256!: string;
  @ApiProperty({ type: 'integer' }) bytes!: number;
  @ApiProperty({ required: false }) executable?: boolean;
  @ApiProperty({ required: false }) symlink?: boolean;
}

class IncludeView {
  @ApiProperty() templateId!: string;
  @ApiProperty() version!: string;
  @ApiProperty() digest!: string;
}

class TemplateVersionView {
  @ApiProperty() version!: string;
  @ApiProperty() active!: boolean;
  @ApiProperty({ format: 'date-time' }) publishedAt!: string;
  @ApiProperty() actor!: string;
  @ApiProperty({ description: 'SHA-256 over all its files.' }) digest!: string;
  @ApiProperty() origin!: string;
  @ApiProperty() description!: string;
  @ApiProperty() language!: string;
  @ApiProperty() kind!: string;
  @ApiProperty({ type: [String] }) tags!: string[];
  @ApiProperty({ type: [TemplateFileView] }) files!: TemplateFileView[];
  @ApiProperty({ type: [IncludeView] }) includes!: IncludeView[];
  @ApiProperty(POSITION) position!: string;
}

class ActivationView {
  @ApiProperty({ enum: ['activated', 'rolled-back'] }) kind!: string;
  @ApiProperty() version!: string;
  @ApiProperty({ required: false }) fromVersion?: string;
  @ApiProperty({ required: false }) reason?: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty() actor!: string;
  @ApiProperty(POSITION) position!: string;
}

export class TemplateView {
  @ApiProperty() templateId!: string;
  @ApiProperty({ required: false }) activeVersion?: string;
  @ApiProperty({ required: false }) description?: string;
  @ApiProperty({ required: false }) language?: string;
  @ApiProperty({ required: false }) kind?: string;
  @ApiProperty({ required: false, type: [String] }) tags?: string[];
  @ApiProperty({ required: false, format: 'date-time' }) registeredAt?: string;
  @ApiProperty({ required: false, type: [TemplateVersionView], description: 'The highest last.' }) versions?: TemplateVersionView[];
  @ApiProperty({ required: false, type: [ActivationView], description: 'How the active version changed, oldest first.' })
  history?: ActivationView[];
  @ApiProperty({ description: 'The version that `questions` and `files` belong to.' }) version!: string;
  @ApiProperty({ description: 'SHA-256 over all files of that version.' }) digest!: string;
  @ApiProperty({ type: 'array', items: ANY_OBJECT, description: 'As in template.json.' }) questions!: object[];
  @ApiProperty({ type: 'array', items: ANY_OBJECT, description: 'As in template.json.' }) files!: object[];
}

class FindingView {
  @ApiProperty() severity!: string;
  @ApiProperty() code!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ required: false }) file?: string;
  @ApiProperty({ required: false, type: 'integer' }) line?: number;
  @ApiProperty({ required: false, type: 'integer' }) column?: number;
  @ApiProperty({ required: false }) field?: string;
  @ApiProperty({ required: false }) hint?: string;
}

export class PublishedView {
  @ApiProperty() templateId!: string;
  @ApiProperty() version!: string;
  @ApiProperty() digest!: string;
  @ApiProperty({ description: 'Whether it is the active version now.' }) active!: boolean;
  @ApiProperty(POSITION) position!: string;
  @ApiProperty({ type: [FindingView], description: 'What lint has to say about it.' }) warnings!: FindingView[];
}

export class ActivatedView {
  @ApiProperty() templateId!: string;
  @ApiProperty() version!: string;
  @ApiProperty(POSITION) position!: string;
}

export class RolledBackView extends ActivatedView {
  @ApiProperty() fromVersion!: string;
}
