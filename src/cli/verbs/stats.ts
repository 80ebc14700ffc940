import { DomainError } from '../../domain/decider.js';
import { successOf, type Success } from '../../projections/success/success.queries.js';
import type { Invocation } from '../invocation.js';
import { withReadModels } from '../read-models.js';
import { tableLines } from '../table-lines.js';
import { withFormwork } from '../with-formwork.js';

const percent = (rate: number | null): string => (rate === null ? 'unknown' : `${(rate * 100).toFixed(1)} %`);

const row = ({
  templateId,
  version,
  generations,
  reported,
  succeeded,
  failed,
  infrastructure,
  successRate,
  averageScore,
}: Success): readonly string[] => [
  version === undefined ? templateId : `${templateId}@${version}`,
  String(generations),
  String(reported),
  String(succeeded),
  String(failed),
  String(infrastructure),
  percent(successRate),
  averageScore === null ? '-' : averageScore.toFixed(2),
];

/** `formwork stats [ID]`: success of all templates, or of each version of one. */
export const stats = (invocation: Invocation, templateId: string | undefined): Promise<void> =>
  withFormwork(invocation, ({ formwork }) =>
    withReadModels(formwork, async (db) => {
      const items = templateId === undefined ? await successOf(db) : await successOf(db, { templateId }, 'version');
      if (templateId !== undefined && items.length === 0)
        throw new DomainError('NOTHING_GENERATED', `nothing was generated from "${templateId}" yet`, {
          field: 'id',
          hint: 'see formwork template list',
        });
      invocation.output.result({ items }, () =>
        items.length === 0
          ? ['nothing was generated yet']
          : tableLines(['TEMPLATE', 'GENERATED', 'REPORTED', 'SUCCEEDED', 'FAILED', 'INFRASTRUCTURE', 'SUCCESS', 'SCORE'], items.map(row)),
      );
    }),
  );
