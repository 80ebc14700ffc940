import type { DataSource } from 'typeorm';
import type { FileState } from '../../domain/generation/generation.js';
import { GenerationAnswerRow, GenerationFileRow, GenerationRow } from '../generations/generations.rows.js';

/** A file as one generation wrote it. */
export type ProjectFile = {
  readonly generationId: string;
  readonly templateId: string;
  readonly templateVersion: string;
  readonly project: string;
  /** Absolute path of the folder that the generation wrote to. */
  readonly destination: string;
  /** The destination relative to the project's root. */
  readonly base: string;
  /** Relative to the destination. */
  readonly path: string;
  readonly sha256: string;
  /** Whether a secret was among the answers; the content under `sha256` then holds its mark. */
  readonly hasSecrets: boolean;
};

type Raw = Omit<ProjectFile, 'hasSecrets'> & { readonly secrets: number | string };

/** A file that was left as it was is none that the generation made. */
const NOT_MADE = 'skipped' satisfies FileState;

/**
 * Every file that was written in a project, or to a folder whose path starts with `below` whatever its project, by every generation that wrote it;
 * the oldest first. Files that were returned to a caller stand nowhere and are left out.
 */
export const projectFiles = async (
  db: DataSource,
  { project, below }: { readonly project: string; readonly below: string },
): Promise<ProjectFile[]> => {
  const secrets = db.manager
    .createQueryBuilder()
    .subQuery()
    .select('1')
    .from(GenerationAnswerRow, 'answer')
    .where("answer.generation = generation.position AND answer.value LIKE '%‹secret:%'");
  const rows = await db.manager
    .createQueryBuilder(GenerationFileRow, 'file')
    .innerJoin(GenerationRow, 'generation', 'generation.position = file.generation')
    .select('generation.generationId', 'generationId')
    .addSelect('generation.templateId', 'templateId')
    .addSelect('generation.templateVersion', 'templateVersion')
    .addSelect('generation.project', 'project')
    .addSelect('generation.destination', 'destination')
    .addSelect('generation.base', 'base')
    .addSelect('file.path', 'path')
    .addSelect('file.sha256', 'sha256')
    .addSelect(`CASE WHEN EXISTS ${secrets.getQuery()} THEN 1 ELSE 0 END`, 'secrets')
    .where('file.projectPathKey IS NOT NULL AND file.state <> :notMade', { notMade: NOT_MADE })
    .andWhere('(file.project = :project OR substr(generation.destination, 1, :length) = :below)', {
      project,
      below,
      length: [...below].length,
    })
    .orderBy('file.position', 'ASC')
    .getRawMany<Raw>();
  return rows.map(({ secrets: hasSecrets, ...file }) => ({ ...file, hasSecrets: Number(hasSecrets) === 1 }));
};
