import type { DataSource } from 'typeorm';
import type { GenerationDocument, OutcomeDocument } from '../../domain/generation/generation-document.js';
import { documentsOf } from '../generations/generations.queries.js';
import { GenerationRow } from '../generations/generations.rows.js';
import { isoTime } from '../iso-time.js';
import { pageCursor, pageLimit, pageOf, type Page, type PageOptions } from '../page.js';
import { GenerationSuccessRow } from './success.rows.js';
import type { Verdict } from './verdict.js';

/** A generation that failed. */
export type FailedGeneration = GenerationDocument & {
  /** `infrastructure`: all that was reported says nothing about the template, so it does not count against it. */
  readonly verdict: 'failed' | 'infrastructure';
  /** What the sources say last that make it a failure, oldest first. */
  readonly failedBy: readonly OutcomeDocument[];
};

/** All that is given must hold. */
export type FailureFilter = {
  readonly templateId: string;
  readonly version?: string;
  /** Since when it was generated, inclusive; ISO 8601. */
  readonly since?: string;
};

const FAILED: readonly Verdict[] = ['failed', 'infrastructure'];

const isInfrastructure = ({ success, infrastructure }: OutcomeDocument): boolean => !success && infrastructure === true;

/** The latest outcome of each source, in the order in which they were recorded. */
const latestOfEach = (outcomes: readonly OutcomeDocument[]): OutcomeDocument[] =>
  outcomes.filter((outcome, index) => !outcomes.slice(index + 1).some(({ source }) => source === outcome.source));

const failedGeneration = (generation: GenerationDocument): FailedGeneration => {
  const failures = latestOfEach(generation.outcomes.filter((outcome) => !isInfrastructure(outcome))).filter(({ success }) => !success);
  return failures.length > 0
    ? { ...generation, verdict: 'failed', failedBy: failures }
    : { ...generation, verdict: 'infrastructure', failedBy: latestOfEach(generation.outcomes.filter(isInfrastructure)) };
};

/** Generations of a template that failed, the newest first. @throws DomainError TIME_INVALID, CURSOR_INVALID */
export const failuresOf = async (db: DataSource, filter: FailureFilter & PageOptions): Promise<Page<FailedGeneration>> => {
  const { templateId, version, since } = filter;
  const query = db.manager
    .createQueryBuilder(GenerationRow, 'generation')
    .innerJoin(GenerationSuccessRow, 'outcome', 'outcome.position = generation.position')
    .where('outcome.templateId = :templateId AND outcome.verdict IN (:...failed)', { templateId, failed: FAILED });
  if (version !== undefined) query.andWhere('outcome.templateVersion = :version', { version });
  if (since !== undefined) query.andWhere('generation.requestedAt >= :since', { since: isoTime('since', since) });
  const before = pageCursor(filter);
  if (before !== undefined) query.andWhere('generation.position < :before', { before: before.toString() });
  const limit = pageLimit(filter);
  const rows = await query
    .orderBy('generation.position', 'DESC')
    .limit(limit + 1)
    .getMany();
  const { items, ...page } = pageOf(rows, limit);
  return { items: (await documentsOf(db, items)).map(failedGeneration), ...page };
};
