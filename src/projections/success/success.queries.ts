import type { DataSource } from 'typeorm';
import { compareVersions } from '../../domain/version.js';
import { isoTime } from '../iso-time.js';
import { GenerationSuccessRow } from './success.rows.js';

/** Whose success is asked for; all that is given must hold. */
export type SuccessFilter = {
  readonly templateId?: string;
  readonly version?: string;
  readonly instance?: string;
  readonly project?: string;
  /** Bounds of the time of asking, ISO 8601; `since` belongs to it, `until` does not. */
  readonly since?: string;
  readonly until?: string;
};

/** Counts of generations. `generations` = `reported` + `infrastructure` + `unknown`; `reported` = `succeeded` + `failed`. */
export type Success = {
  readonly templateId: string;
  /** Present when grouped by version. */
  readonly version?: string;
  readonly generations: number;
  /** With at least one outcome that is not an infrastructure failure. */
  readonly reported: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Nobody reported on them. */
  readonly unknown: number;
  /** Only infrastructure failures were reported. */
  readonly infrastructure: number;
  /** `succeeded` ÷ `reported`; null while nothing is reported. */
  readonly successRate: number | null;
  /** Mean over the generations that were given a score; null when none was. */
  readonly averageScore: number | null;
};

type Counts = {
  readonly templateId: string;
  readonly version?: string;
  readonly generations: string | number;
  readonly succeeded: string | number;
  readonly failed: string | number;
  readonly infrastructure: string | number;
  readonly averageScore: number | null;
};

const count = (verdict: string) => `COUNT(CASE WHEN generation.verdict = '${verdict}' THEN 1 END)`;

const successOfCounts = ({ templateId, version, averageScore, ...counts }: Counts): Success => {
  const [generations, succeeded] = [Number(counts.generations), Number(counts.succeeded)];
  const [failed, infrastructure] = [Number(counts.failed), Number(counts.infrastructure)];
  const reported = succeeded + failed;
  return {
    ...{ templateId, ...(version !== undefined && { version }), generations, reported, succeeded, failed },
    ...{ unknown: generations - reported - infrastructure, infrastructure },
    ...{ successRate: reported === 0 ? null : succeeded / reported, averageScore },
  };
};

const byTemplateAndVersion = (a: Success, b: Success): number => {
  if (a.templateId !== b.templateId) return a.templateId < b.templateId ? -1 : 1;
  return a.version === undefined || b.version === undefined ? 0 : compareVersions(a.version, b.version);
};

/** Success by template, or by version of each template, ordered by template id and version. @throws DomainError TIME_INVALID */
export const successOf = async (
  db: DataSource,
  filter: SuccessFilter = {},
  by: 'template' | 'version' = 'template',
): Promise<Success[]> => {
  const { templateId, version, instance, project, since, until } = filter;
  const query = db.manager
    .createQueryBuilder(GenerationSuccessRow, 'generation')
    .select('generation.templateId', 'templateId')
    .addSelect('COUNT(*)', 'generations')
    .addSelect(count('succeeded'), 'succeeded')
    .addSelect(count('failed'), 'failed')
    .addSelect(count('infrastructure'), 'infrastructure')
    .addSelect('AVG(generation.score)', 'averageScore')
    .where('1 = 1')
    .groupBy('generation.templateId');
  if (by === 'version') query.addSelect('generation.templateVersion', 'version').addGroupBy('generation.templateVersion');
  const equal = { templateId, templateVersion: version, instance, project };
  for (const [property, value] of Object.entries(equal))
    if (value !== undefined) query.andWhere(`generation.${property} = :${property}`, { [property]: value });
  if (since !== undefined) query.andWhere('generation.requestedAt >= :since', { since: isoTime('since', since) });
  if (until !== undefined) query.andWhere('generation.requestedAt < :until', { until: isoTime('until', until) });
  return (await query.getRawMany<Counts>()).map(successOfCounts).sort(byTemplateAndVersion);
};
