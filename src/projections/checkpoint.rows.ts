import { Column, Entity, PrimaryColumn } from 'typeorm';
import { optional, position } from '../database/columns.js';

/**
 * How far one set of tables of a projection has come. `prefix` names the set: '' is the one that queries read, any other a build
 * beside it.
 */
@Entity('projection_checkpoints')
export class CheckpointRow {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('text') prefix!: string;
  @Column('integer') version!: number;
  /** Every event up to here has been projected, or is none of the projection's. */
  @Column(position()) position!: bigint;
  /** Names of the tables without the prefix; a later version may have others. */
  @Column('jsonb') tables!: readonly string[];
  /** Whether the indexes are there that a build makes at its end. */
  @Column('boolean') indexed!: boolean;
  /** Why the projection stands still: it could not take the event after `position`. */
  @Column('text', optional()) parkedReason!: string | null;
  @Column('text', optional()) parkedAt!: string | null;
}
