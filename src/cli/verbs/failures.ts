import { parseTemplateReference } from '../../commands/templates.js';
import { DomainError } from '../../domain/decider.js';
import { resolveVersion } from '../../domain/version.js';
import type { Page } from '../../projections/page.js';
import { failuresOf, type FailedGeneration } from '../../projections/success/failures.queries.js';
import { showTemplate } from '../../projections/template-catalogue/template-catalogue.queries.js';
import { UsageError } from '../failure.js';
import type { CommonOptions, Invocation } from '../invocation.js';
import { bold, dim, red, yellow } from '../output.js';
import { withReadModels } from '../read-models.js';
import { parseMoment } from '../time.js';
import { withFormwork } from '../with-formwork.js';

export type FailuresOptions = CommonOptions & {
  readonly version?: string;
  readonly since?: string;
  readonly limit: string;
  readonly cursor?: string;
};

const MAX_LIMIT = 500;

const parseLimit = (text: string): number => {
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit "${text}" is not a whole number from 1 to ${MAX_LIMIT}`);
  return limit;
};

type Published = NonNullable<Awaited<ReturnType<typeof showTemplate>>>;

const versionOf = ({ templateId, versions }: Published, wanted: string): string => {
  const published = versions.map(({ version }) => version);
  const version = resolveVersion(wanted, published);
  if (version !== undefined) return version;
  throw new DomainError('TEMPLATE_VERSION_UNKNOWN', `${templateId}@${wanted} was never published`, {
    field: 'version',
    hint: `published: ${published.join(', ')}`,
  });
};

const unknownTemplate = (templateId: string): DomainError =>
  new DomainError('TEMPLATE_UNKNOWN', `no template "${templateId}" is published here`, { field: 'id', hint: 'see formwork template list' });

const generationLines = (generation: FailedGeneration): string[] => {
  const { requestedAt, templateId, templateVersion, destination, project, verdict, failedBy, answers, generationId } = generation;
  const where = destination === '' ? `returned to its caller (project ${project})` : destination;
  return [
    `${requestedAt}  ${bold(`${templateId}@${templateVersion}`)}  ${where}${verdict === 'infrastructure' ? yellow('  infrastructure') : ''}`,
    ...failedBy.map(({ source, message, at }) => `  ${red(source)}  ${message ?? 'no message'} ${dim(`(${at})`)}`),
    ...(answers.length === 0 ? [] : [dim(`  ${answers.map(({ name, value }) => `${name} = ${JSON.stringify(value)}`).join(', ')}`)]),
    dim(`  generation ${generationId}`),
  ];
};

const listLines = ({ items, next }: Page<FailedGeneration>): string[] => {
  if (items.length === 0) return ['no generation of it failed'];
  return [...items.flatMap(generationLines), ...(next === undefined ? [] : [dim(`there are more: --cursor ${next}`)])];
};

/** `formwork failures ID`: an empty list is no failure of its own. */
export const failures = (invocation: Invocation, reference: string, options: FailuresOptions): Promise<void> => {
  const { templateId, version = options.version } = parseTemplateReference(reference);
  if (options.version !== undefined && options.version !== version)
    throw new UsageError(`"${reference}" and --version ${options.version} differ`);
  const { since, cursor } = options;
  const bounds = {
    limit: parseLimit(options.limit),
    ...(since !== undefined && { since: parseMoment(since, '--since', new Date()) }),
    ...(cursor !== undefined && { cursor }),
  };
  return withFormwork(invocation, ({ formwork }) =>
    withReadModels(formwork, async (db) => {
      const published = await showTemplate(db, templateId);
      if (published === undefined && !(await formwork.ports.shipped.ids()).includes(templateId)) throw unknownTemplate(templateId);
      const wanted = version === undefined || published === undefined ? {} : { version: versionOf(published, version) };
      const page = await failuresOf(db, { templateId, ...wanted, ...bounds });
      invocation.output.result(page, () => listLines(page));
    }),
  );
};
