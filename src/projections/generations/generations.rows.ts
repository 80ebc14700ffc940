import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { integer, optional, position } from '../../database/columns.js';
import type { AnswerSource, FileState, GenerationStatus, JsonValue } from '../../domain/generation/generation.js';

/**
 * A generation. The position of its request stands for it in the other tables: unlike its id it grows, so their rows are written in
 * the order of their keys, which is several times as fast.
 */
@Entity('generations')
@Index('by_id', ['generationId'], { unique: true })
@Index('by_template', ['templateId', 'position'])
@Index('by_version', ['templateVersion', 'templateId', 'position'])
@Index('by_instance', ['instance', 'position'])
@Index('by_project', ['project', 'position'])
@Index('by_time', ['requestedAt'])
@Index('by_answers', ['answers'])
export class GenerationRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') generationId!: string;
  @Column('text') templateId!: string;
  @Column('text') templateVersion!: string;
  @Column('text') templateDigest!: string;
  @Column('text') project!: string;
  @Column('text') instance!: string;
  @Column('text') actor!: string;
  @Column('text') destination!: string;
  @Column('text') base!: string;
  @Column('text') language!: string;
  @Column('text', optional()) task!: string | null;
  /** Id of the generation that this one repeats. */
  @Column('text', optional()) regenerates!: string | null;
  @Column('text') status!: Exclude<GenerationStatus, 'none'>;
  @Column('text') requestedAt!: string;
  /** When and where in the log it was completed or failed. */
  @Column('text', optional()) settledAt!: string | null;
  @Column({ ...position(), ...optional() }) settledPosition!: bigint | null;
  @Column('text', optional()) failureReason!: string | null;
  @Column('text', optional()) failureMessage!: string | null;
  /** The files it means to write; empty from when they are facts of their own. */
  @Column('jsonb', optional()) planned!: readonly { readonly path: string; readonly sha256: string }[] | null;
  /** Values by name, for JSON containment. */
  @Column('jsonb') answers!: Readonly<Record<string, JsonValue>>;
}

@Entity('generation_answers')
@Index('of_generation', ['generation'])
@Index('by_value', ['name', 'valueKey', 'generation'])
export class GenerationAnswerRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column(position()) generation!: bigint;
  @Column('text') name!: string;
  /** JSON text. */
  @Column('text') value!: string;
  /** What the value is found by: one text for all ways of writing it. */
  @Column('text') valueKey!: string;
  @Column('text') source!: AnswerSource;
  @Column('double precision', optional()) confidence!: number | null;
  @Column('text', optional()) model!: string | null;
}

@Entity('generation_files')
@Index('of_generation', ['generation'])
@Index('by_hash', ['sha256', 'position'])
@Index('by_path', ['pathKey', 'position'])
@Index('by_project_path', ['projectPathKey', 'project', 'position'])
@Index('by_absolute_path', ['absolutePathKey', 'position'])
export class GenerationFileRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column(position()) generation!: bigint;
  /** Relative to the destination. */
  @Column('text') path!: string;
  @Column('text') pathKey!: string;
  /** Lookup keys of where it stands in the project and on the machine; empty when it was returned to the caller. */
  @Column('text', optional()) projectPathKey!: string | null;
  @Column('text', optional()) absolutePathKey!: string | null;
  @Column('text') project!: string;
  @Column('text') sha256!: string;
  @Column(integer()) bytes!: number;
  @Column('text') state!: FileState;
}

/** All outcomes of a generation; the latest of each source counts. */
@Entity('generation_outcomes')
@Index('of_generation', ['generationId', 'position'])
export class GenerationOutcomeRow {
  @PrimaryColumn(position()) position!: bigint;
  @Column('text') generationId!: string;
  @Column('boolean') success!: boolean;
  @Column('text') source!: string;
  @Column('double precision', optional()) score!: number | null;
  @Column('text', optional()) message!: string | null;
  @Column('text', optional()) log!: string | null;
  @Column('boolean') infrastructure!: boolean;
  @Column({ ...integer(), ...optional() }) exitStatus!: number | null;
  @Column('double precision', optional()) seconds!: number | null;
  @Column('text') at!: string;
}
