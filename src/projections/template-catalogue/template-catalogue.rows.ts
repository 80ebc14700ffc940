import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { optional, position } from '../../database/columns.js';
import type { PublishedVersion, TemplateFile, TemplateKind } from '../../domain/template/template.js';

@Entity('templates')
export class TemplateRow {
  @PrimaryColumn('text') templateId!: string;
  /** Of its registration. */
  @Column(position()) position!: bigint;
  @Column('text') registeredAt!: string;
  @Column('text', optional()) activeVersion!: string | null;
}

@Entity('template_versions')
@Index('by_version', ['templateId', 'version'], { unique: true })
export class TemplateVersionRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') templateId!: string;
  @Column('text') version!: string;
  @Column('text') digest!: string;
  @Column('text') origin!: string;
  @Column('text') description!: string;
  @Column('text') language!: string;
  @Column('text') kind!: TemplateKind;
  @Column('jsonb') tags!: readonly string[];
  @Column('jsonb') files!: readonly TemplateFile[];
  @Column('jsonb') includes!: NonNullable<PublishedVersion['includes']>;
  @Column('text') publishedAt!: string;
  @Column('text') actor!: string;
}

/** A version became the active one, forwards or back. */
@Entity('template_activations')
@Index('by_template', ['templateId', 'position'])
export class TemplateActivationRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') templateId!: string;
  @Column('text') kind!: 'activated' | 'rolled-back';
  @Column('text') version!: string;
  @Column('text', optional()) fromVersion!: string | null;
  @Column('text', optional()) reason!: string | null;
  @Column('text') at!: string;
  @Column('text') actor!: string;
}
