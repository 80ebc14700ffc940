import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { FileState } from '../../domain/generation/generation.js';
import { absolutePath, absolutePathIn, projectPathIn } from '../generations/file-paths.js';
import { GenerationFileRow, GenerationRow } from '../generations/generations.rows.js';
import { lookupKey } from '../lookup-key.js';
import { pageCursor, pageLimit, pageOf, type Page, type PageOptions } from '../page.js';

/** One generation of a file. */
export type FileGeneration = {
  readonly generationId: string;
  readonly templateId: string;
  readonly templateVersion: string;
  readonly requestedAt: string;
  readonly actor: string;
  readonly project: string;
  readonly instance: string;
  /** Relative to the generation's destination. */
  readonly path: string;
  /** Relative to the project's root; like the absolute path absent when the file was returned to the caller. */
  readonly projectPath?: string;
  readonly absolutePath?: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly state: Exclude<FileState, 'skipped'>;
  readonly position: string;
  /** The generation before this one that made the same file of the same project. */
  readonly previousGenerationId?: string;
};

/** A file in its project, or where it stands on the machine. */
export type FileReference = { readonly project: string; readonly path: string } | { readonly absolutePath: string };

/** A file that was left as it was is none that the generation made. */
const NOT_MADE = 'skipped' satisfies FileState;

const fileGeneration = (file: GenerationFileRow, generation: GenerationRow, previous: string | null): FileGeneration => {
  const { generationId, templateId, templateVersion, requestedAt, actor, instance, destination, base } = generation;
  const { path, sha256, bytes, state, project, position } = file;
  const absolute = state === 'returned' ? undefined : absolutePathIn(destination, path);
  return {
    ...{ generationId, templateId, templateVersion, requestedAt, actor, project, instance, path },
    ...(absolute !== undefined && { projectPath: projectPathIn(base, path), absolutePath: absolute }),
    ...{ sha256, bytes, state: state as FileGeneration['state'], position: position.toString() },
    ...(previous !== null && { previousGenerationId: previous }),
  };
};

/** Id of the generation that made the same file of the same project last before. */
const previousGeneration = (query: SelectQueryBuilder<GenerationFileRow>): SelectQueryBuilder<GenerationFileRow> =>
  query
    .select('maker.generationId')
    .from(GenerationFileRow, 'earlier')
    .innerJoin(GenerationRow, 'maker', 'maker.position = earlier.generation')
    .where('earlier.projectPathKey = file.projectPathKey AND earlier.project = file.project')
    .andWhere('earlier.position < file.position AND earlier.state <> :notMade')
    .orderBy('earlier.position', 'DESC')
    .limit(1);

type Joined = GenerationFileRow & { readonly maker: GenerationRow };

const lineage = async (
  { manager }: DataSource,
  where: string,
  parameters: Readonly<Record<string, string>>,
  options: PageOptions,
): Promise<Page<FileGeneration>> => {
  const query = manager
    .createQueryBuilder(GenerationFileRow, 'file')
    .innerJoinAndMapOne('file.maker', GenerationRow, 'generation', 'generation.position = file.generation')
    .addSelect(previousGeneration, 'previous')
    .where('file.state <> :notMade', { notMade: NOT_MADE })
    .andWhere(where, parameters);
  const after = pageCursor(options);
  if (after !== undefined) query.andWhere('file.position > :after', { after: after.toString() });
  const limit = pageLimit(options);
  const { entities, raw } = await query
    .orderBy('file.position', 'ASC')
    .limit(limit + 1)
    .getRawAndEntities<{ readonly previous: string | null }>();
  const rows = (entities as Joined[]).map((file, index) => ({ position: file.position, file, previous: raw[index]?.previous ?? null }));
  const { items, ...page } = pageOf(rows, limit);
  return { items: items.map(({ file, previous }) => fileGeneration(file, file.maker, previous)), ...page };
};

/** Every generation of a file in the order in which they happened. */
export const lineageOfPath = (db: DataSource, file: FileReference, options: PageOptions = {}): Promise<Page<FileGeneration>> =>
  'absolutePath' in file
    ? lineage(db, 'file.absolutePathKey = :path', { path: lookupKey(absolutePath(file.absolutePath)) }, options)
    : lineage(
        db,
        'file.projectPathKey = :path AND file.project = :project',
        { path: lookupKey(file.path), project: file.project },
        options,
      );

/** Every generation that made a file with this content, wherever, in the order in which they happened. */
export const lineageOfHash = (db: DataSource, sha256: string, options: PageOptions = {}): Promise<Page<FileGeneration>> =>
  lineage(db, 'file.sha256 = :sha256', { sha256 }, options);
