import type { DataSource } from 'typeorm';
import type { TemplateFile, TemplateKind } from '../../domain/template/template.js';
import { compareVersions } from '../../domain/version.js';
import { groupBy } from '../group-by.js';
import { TemplateActivationRow, TemplateRow, TemplateVersionRow } from './template-catalogue.rows.js';

/** A template as lists show it; described by its active version. */
export type TemplateItem = {
  readonly templateId: string;
  readonly activeVersion?: string;
  /** By precedence, the highest last. */
  readonly versions: readonly string[];
  readonly description: string;
  readonly language: string;
  readonly kind: TemplateKind;
  readonly tags: readonly string[];
};

export type TemplateVersionView = {
  readonly version: string;
  readonly active: boolean;
  readonly publishedAt: string;
  readonly actor: string;
  readonly digest: string;
  readonly origin: string;
  readonly description: string;
  readonly language: string;
  readonly kind: TemplateKind;
  readonly tags: readonly string[];
  readonly files: readonly TemplateFile[];
  readonly includes: TemplateVersionRow['includes'];
  readonly position: string;
};

/** How the active version came to change; `kind` tells a rollback from a step forward. */
export type ActivationView = {
  readonly kind: 'activated' | 'rolled-back';
  readonly version: string;
  readonly fromVersion?: string;
  readonly reason?: string;
  readonly at: string;
  readonly actor: string;
  readonly position: string;
};

export type TemplateView = Omit<TemplateItem, 'versions'> & {
  readonly registeredAt: string;
  readonly versions: readonly TemplateVersionView[];
  /** Oldest first. */
  readonly history: readonly ActivationView[];
};

type Described = Pick<TemplateVersionRow, 'templateId' | 'version' | 'description' | 'language' | 'kind' | 'tags'>;

const byPrecedence = (a: Described, b: Described) => compareVersions(a.version, b.version);

const describe = ({ templateId, activeVersion }: TemplateRow, versions: readonly Described[]): Omit<TemplateItem, 'versions'>[] => {
  const shown = versions.find(({ version }) => version === activeVersion) ?? versions.at(-1);
  if (shown === undefined) return [];
  const { description, language, kind, tags } = shown;
  return [{ templateId, ...(activeVersion !== null && { activeVersion }), description, language, kind, tags }];
};

/** All templates by id. */
export const listTemplates = async ({ manager }: DataSource): Promise<TemplateItem[]> => {
  const templates = await manager.find(TemplateRow);
  const described = { templateId: true, version: true, description: true, language: true, kind: true, tags: true, position: true } as const;
  const versions = groupBy(await manager.find(TemplateVersionRow, { select: described }), ({ templateId }) => templateId);
  return templates
    .flatMap((template) => {
      const published = (versions.get(template.templateId) ?? []).sort(byPrecedence);
      return describe(template, published).map((item) => ({ ...item, versions: published.map(({ version }) => version) }));
    })
    .sort((a, b) => (a.templateId < b.templateId ? -1 : 1));
};

const versionView = ({ position, templateId: _, ...row }: TemplateVersionRow, activeVersion: string | null): TemplateVersionView => ({
  ...row,
  active: row.version === activeVersion,
  position: position.toString(),
});

const activationView = ({ kind, version, fromVersion, reason, at, actor, position }: TemplateActivationRow): ActivationView => ({
  ...{ kind, version, ...(fromVersion !== null && { fromVersion }), ...(reason !== null && { reason }) },
  ...{ at, actor, position: position.toString() },
});

/** One template with all its versions and how its active version changed; undefined when there is none. */
export const showTemplate = async ({ manager }: DataSource, templateId: string): Promise<TemplateView | undefined> => {
  const template = await manager.findOneBy(TemplateRow, { templateId });
  if (template === null) return undefined;
  const versions = (await manager.findBy(TemplateVersionRow, { templateId })).sort(byPrecedence);
  const activations = await manager.find(TemplateActivationRow, { where: { templateId }, order: { position: 'ASC' } });
  return describe(template, versions).map((item) => ({
    ...item,
    registeredAt: template.registeredAt,
    versions: versions.map((row) => versionView(row, template.activeVersion)),
    history: activations.map(activationView),
  }))[0];
};
