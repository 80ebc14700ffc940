import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { optional, position } from '../../database/columns.js';
import type { Outcomes, Verdict } from './verdict.js';

/** What is known of one generation's success. Counts and rates are sums over these rows, so no outcome can be counted twice. */
@Entity('generation_success')
@Index('by_id', ['generationId'], { unique: true })
@Index('by_template', ['templateId', 'templateVersion', 'verdict', 'score'])
export class GenerationSuccessRow {
  /** Of the request. */
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') generationId!: string;
  @Column('text') templateId!: string;
  @Column('text') templateVersion!: string;
  @Column('text') project!: string;
  @Column('text') instance!: string;
  @Column('text') requestedAt!: string;
  @Column('text') verdict!: Verdict;
  @Column('double precision', optional()) score!: number | null;
  /** Empty as long as there is none. */
  @Column('jsonb', optional()) outcomes!: Outcomes | null;
}
