import { Command, DomainError, type Decider, type Event } from '../decider.js';
import { compareVersions, isVersion } from '../version.js';

export type TemplateKind = 'code' | 'file' | 'documentation' | 'refactoring' | 'component';

/** A file of a template folder, `template.json` among them; its bytes are stored by hash. */
export type TemplateFile = {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly executable?: true;
  readonly symlink?: true;
};

/** What a catalogue shows of a version without opening its files. */
export type TemplateSummary = {
  readonly description: string;
  readonly language: string;
  readonly kind: TemplateKind;
  readonly tags: readonly string[];
};

/** A version as published: `digest` is the SHA-256 over its whole file list, so the same folder is the same version everywhere. */
export type PublishedVersion = TemplateSummary & {
  readonly templateId: string;
  readonly version: string;
  readonly digest: string;
  readonly files: readonly TemplateFile[];
  /** Templates that this one includes, each locked at the version it had at publishing. */
  readonly includes?: readonly { readonly templateId: string; readonly version: string; readonly digest: string }[];
  /** Where the version comes from: `shipped`, `folder`, later also improvements. */
  readonly origin: string;
};

export class PublishTemplateVersion extends Command<PublishedVersion & { readonly activate: boolean }> {
  readonly type = 'PublishTemplateVersion';
}
export class ActivateTemplateVersion extends Command<{ readonly templateId: string; readonly version: string }> {
  readonly type = 'ActivateTemplateVersion';
}
/** Without `toVersion`: to the version that was active before the present one. */
export class RollBackTemplate extends Command<{ readonly templateId: string; readonly toVersion?: string; readonly reason: string }> {
  readonly type = 'RollBackTemplate';
}

export type TemplateCommand = PublishTemplateVersion | ActivateTemplateVersion | RollBackTemplate;

export type TemplateEvent =
  | Event<'TemplateRegistered', { readonly templateId: string; readonly registeredAt: string }>
  | Event<'TemplateVersionPublished', PublishedVersion & { readonly publishedAt: string }>
  | Event<'TemplateVersionActivated', { readonly templateId: string; readonly version: string; readonly activatedAt: string }>
  | Event<
      'TemplateRolledBack',
      {
        readonly templateId: string;
        readonly fromVersion: string;
        readonly toVersion: string;
        readonly reason: string;
        readonly rolledBackAt: string;
      }
    >;

export type Template = {
  readonly registered: boolean;
  readonly versions: ReadonlyMap<string, PublishedVersion>;
  /** Versions in the order in which they were active, the present one last. */
  readonly activeHistory: readonly string[];
};

const ID_PART = /^[a-z0-9][a-z0-9._-]*$/;
const ID_MAX_LENGTH = 128;

/** `name` or `namespace:name`. */
export const isTemplateId = (text: string): boolean => {
  const parts = text.split(':');
  return text.length <= ID_MAX_LENGTH && parts.length <= 2 && parts.every((part) => ID_PART.test(part));
};

export const templateStream = (templateId: string): string => `template-${templateId}`;

/** The version that `generate` uses when none is named. */
export const activeVersion = ({ activeHistory }: Template): string | undefined => activeHistory.at(-1);

const publishedVersion = ({ versions }: Template, templateId: string, version: string): PublishedVersion => {
  const published = versions.get(version);
  if (published !== undefined) return published;
  const known = [...versions.keys()].sort(compareVersions).join(', ');
  throw new DomainError('TEMPLATE_VERSION_UNKNOWN', `${templateId}@${version} was never published`, {
    field: 'version',
    hint: known === '' ? `publish it with: formwork template publish DIR` : `published: ${known}`,
  });
};

const publish = ({ data, metadata: { now } }: PublishTemplateVersion, template: Template): TemplateEvent[] => {
  const { activate, ...version } = data;
  if (!isTemplateId(data.templateId))
    throw new DomainError('TEMPLATE_ID_INVALID', `"${data.templateId}" is not a template id`, {
      field: 'id',
      hint: 'use name or namespace:name, each of a-z, 0-9, ".", "_" and "-", at most 128 characters',
    });
  if (!isVersion(data.version))
    throw new DomainError('VERSION_INVALID', `spec_version "${data.version}" is not a semantic version`, {
      field: 'spec_version',
      hint: 'write it as 1.0.0',
    });
  const existing = template.versions.get(data.version);
  if (existing !== undefined && existing.digest !== data.digest)
    throw new DomainError('TEMPLATE_VERSION_EXISTS', `${data.templateId}@${data.version} is already published with other content`, {
      field: 'spec_version',
      hint: 'a published version never changes: raise spec_version and publish again',
    });
  const events: TemplateEvent[] = [];
  if (!template.registered) events.push({ type: 'TemplateRegistered', data: { templateId: data.templateId, registeredAt: now } });
  if (existing === undefined) events.push({ type: 'TemplateVersionPublished', data: { ...version, publishedAt: now } });
  const becomesActive = (activate || template.activeHistory.length === 0) && activeVersion(template) !== data.version;
  if (becomesActive)
    events.push({ type: 'TemplateVersionActivated', data: { templateId: data.templateId, version: data.version, activatedAt: now } });
  return events;
};

const activate = ({ data, metadata: { now } }: ActivateTemplateVersion, template: Template): TemplateEvent[] => {
  publishedVersion(template, data.templateId, data.version);
  return activeVersion(template) === data.version ? [] : [{ type: 'TemplateVersionActivated', data: { ...data, activatedAt: now } }];
};

const rollBack = (
  { data: { templateId, toVersion, reason }, metadata: { now } }: RollBackTemplate,
  template: Template,
): TemplateEvent[] => {
  const fromVersion = activeVersion(template);
  if (fromVersion === undefined) throw new DomainError('TEMPLATE_UNKNOWN', `no template ${templateId} is published`, { field: 'id' });
  if (reason.trim() === '')
    throw new DomainError('REASON_MISSING', 'a rollback needs a reason', { field: 'reason', hint: 'add --reason "why"' });
  const target = toVersion ?? template.activeHistory.findLast((version) => version !== fromVersion);
  if (target === undefined)
    throw new DomainError('ROLLBACK_IMPOSSIBLE', `${templateId} has never had another active version than ${fromVersion}`, {
      hint: 'name one with --to VERSION',
    });
  publishedVersion(template, templateId, target);
  return target === fromVersion
    ? []
    : [{ type: 'TemplateRolledBack', data: { templateId, fromVersion, toVersion: target, reason, rolledBackAt: now } }];
};

export const templateDecider: Decider<Template, TemplateCommand, TemplateEvent> = {
  initialState: () => ({ registered: false, versions: new Map(), activeHistory: [] }),
  evolve: (template, { type, data }) => {
    switch (type) {
      case 'TemplateRegistered':
        return { ...template, registered: true };
      case 'TemplateVersionPublished':
        return { ...template, versions: new Map(template.versions).set(data.version, data) };
      case 'TemplateVersionActivated':
        return { ...template, activeHistory: [...template.activeHistory, data.version] };
      case 'TemplateRolledBack':
        return { ...template, activeHistory: [...template.activeHistory, data.toVersion] };
    }
  },
  decide: (command, template) => {
    switch (command.type) {
      case 'PublishTemplateVersion':
        return publish(command, template);
      case 'ActivateTemplateVersion':
        return activate(command, template);
      case 'RollBackTemplate':
        return rollBack(command, template);
    }
  },
};
