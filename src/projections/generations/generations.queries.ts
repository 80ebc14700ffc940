import { In, type DataSource, type SelectQueryBuilder } from 'typeorm';
import { dialectOf } from '../../database/dialect-of.js';
import { canonicalJson, storableJson } from '../../database/json.js';
import type { GenerationStatus } from '../../domain/generation/generation.js';
import { groupBy } from '../group-by.js';
import { isoTime } from '../iso-time.js';
import { lookupKey } from '../lookup-key.js';
import { pageCursor, pageLimit, pageOf, type Page, type PageOptions } from '../page.js';
import { absolutePath } from './file-paths.js';
import type { GenerationDocument } from '../../domain/generation/generation-document.js';
import { generationDocument } from './generation-document.js';
import { GenerationAnswerRow, GenerationFileRow, GenerationOutcomeRow, GenerationRow } from './generations.rows.js';

/** All that is given must hold. */
export type GenerationFilter = {
  readonly templateId?: string;
  readonly version?: string;
  readonly instance?: string;
  readonly project?: string;
  readonly status?: Exclude<GenerationStatus, 'none'>;
  /** Bounds of the time of asking, ISO 8601; `since` belongs to it, `until` does not. */
  readonly since?: string;
  readonly until?: string;
  /** A path: absolute, or relative to the project or to the destination. */
  readonly file?: string;
  readonly sha256?: string;
  /** What JSON containment would find: every answer named here has this value, or contains this part of a list or object. */
  readonly answers?: Readonly<Record<string, unknown>>;
};

type Query = SelectQueryBuilder<GenerationRow>;

const whereFile = (query: Query, file: string): void => {
  const files = query
    .subQuery()
    .select('file.generation')
    .from(GenerationFileRow, 'file')
    .where('(file.pathKey = :file OR file.projectPathKey = :file OR file.absolutePathKey = :file)');
  query.andWhere(`generation.position IN ${files.getQuery()}`, { file: lookupKey(absolutePath(file)) });
};

const whereHash = (query: Query, sha256: string): void => {
  const files = query.subQuery().select('file.generation').from(GenerationFileRow, 'file').where('file.sha256 = :sha256');
  query.andWhere(`generation.position IN ${files.getQuery()}`, { sha256 });
};

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/**
 * Scalars are found by the index over single answers, which leads through it in the order of the log; PostgreSQL has an index over all
 * answers of a generation beside it, for parts of lists and objects. Returns the position to order by.
 */
const whereAnswers = (query: Query, answers: Readonly<Record<string, unknown>>): string => {
  const scalars = Object.entries(answers).filter(([, value]) => isScalar(value));
  for (const [index, [name, value]] of scalars.entries()) {
    const same = `a${index}.generation = generation.position AND a${index}.name = :name${index} AND a${index}.valueKey = :value${index}`;
    query.setParameters({ [`name${index}`]: name, [`value${index}`]: lookupKey(canonicalJson(value)) });
    if (index === 0) query.innerJoin(GenerationAnswerRow, 'a0', same);
    else query.andWhere(`EXISTS ${query.subQuery().select('1').from(GenerationAnswerRow, `a${index}`).where(same).getQuery()}`);
  }
  const composites = Object.fromEntries(Object.entries(answers).filter(([, value]) => !isScalar(value)));
  if (Object.keys(composites).length > 0)
    query.andWhere(dialectOf(query).contains('generation.answers', ':composites'), { composites: storableJson(composites) });
  return scalars.length > 0 ? 'a0.generation' : 'generation.position';
};

/** The documents of some generations, in the same order. */
export const documentsOf = async ({ manager }: DataSource, generations: readonly GenerationRow[]): Promise<GenerationDocument[]> => {
  if (generations.length === 0) return [];
  const order = { position: 'ASC' } as const;
  const ofThese = { where: { generation: In(generations.map(({ position }) => position)) }, order };
  const answers = groupBy(await manager.find(GenerationAnswerRow, ofThese), ({ generation }) => generation);
  const files = groupBy(await manager.find(GenerationFileRow, ofThese), ({ generation }) => generation);
  const ids = In(generations.map(({ generationId }) => generationId));
  const outcomes = groupBy(await manager.find(GenerationOutcomeRow, { where: { generationId: ids }, order }), (row) => row.generationId);
  return generations.map((generation) => {
    const { position, generationId } = generation;
    return generationDocument({
      generation,
      answers: answers.get(position) ?? [],
      files: files.get(position) ?? [],
      outcomes: outcomes.get(generationId) ?? [],
    });
  });
};

/** Generations by what is known of them, the newest first. @throws DomainError TIME_INVALID, CURSOR_INVALID */
export const findGenerations = async (db: DataSource, filter: GenerationFilter & PageOptions): Promise<Page<GenerationDocument>> => {
  const { templateId, version, instance, project, status, since, until, file, sha256, answers = {} } = filter;
  const query = db.manager.createQueryBuilder(GenerationRow, 'generation').where('1 = 1');
  const equal = { templateId, templateVersion: version, instance, project, status };
  for (const [property, value] of Object.entries(equal))
    if (value !== undefined) query.andWhere(`generation.${property} = :${property}`, { [property]: value });
  if (since !== undefined) query.andWhere('generation.requestedAt >= :since', { since: isoTime('since', since) });
  if (until !== undefined) query.andWhere('generation.requestedAt < :until', { until: isoTime('until', until) });
  if (file !== undefined) whereFile(query, file);
  if (sha256 !== undefined) whereHash(query, sha256);
  const position = whereAnswers(query, answers);
  const before = pageCursor(filter);
  if (before !== undefined) query.andWhere(`${position} < :before`, { before: before.toString() });
  const limit = pageLimit(filter);
  const rows = await query
    .orderBy(position, 'DESC')
    .limit(limit + 1)
    .getMany();
  const { items, ...page } = pageOf(rows, limit);
  return { items: await documentsOf(db, items), ...page };
};

/** One generation; undefined when there is none. */
export const getGeneration = async (db: DataSource, generationId: string): Promise<GenerationDocument | undefined> => {
  const generation = await db.manager.findOneBy(GenerationRow, { generationId });
  return generation === null ? undefined : (await documentsOf(db, [generation]))[0];
};
