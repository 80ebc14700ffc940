import { DomainError, type CommandMetadata } from '../domain/decider.js';
import {
  ActivateTemplateVersion,
  activeVersion,
  isTemplateId,
  PublishTemplateVersion,
  RollBackTemplate,
  templateDecider,
  templateStream,
  type PublishedVersion,
  type Template,
} from '../domain/template/template.js';
import { compareVersions, resolveVersion } from '../domain/version.js';
import type { Position } from '../eventstore/event-store.js';
import type { Bundle } from '../templating/bundle.js';
import { readManifest } from '../templating/template.js';
import { decideAndAppend, loadStream } from './decide-and-append.js';
import { followUpId } from './ids.js';
import { lockIncludes } from './open-template.js';
import type { Ports, ShippedTemplates } from './ports.js';
import { describeFiles, digestOf, storeBundle } from './template-bundle.js';

/** `id@version` as a person writes it; without a version the active one is meant. */
export type TemplateReference = { readonly templateId: string; readonly version?: string };

export const parseTemplateReference = (text: string): TemplateReference => {
  const at = text.lastIndexOf('@');
  return at < 0 ? { templateId: text } : { templateId: text.slice(0, at), version: text.slice(at + 1) };
};

export type Published = {
  readonly templateId: string;
  readonly version: string;
  readonly digest: string;
  readonly active: boolean;
  readonly position: Position;
};

/** Publishes a folder that was validated before; its bytes are on disk before the version is announced. */
export const publishBundle = async (
  { store }: Pick<Ports, 'store'>,
  bundle: Bundle,
  { activate, origin }: { readonly activate: boolean; readonly origin: string },
  metadata: CommandMetadata,
): Promise<Published> => {
  const manifest = readManifest(bundle);
  const includes = await lockIncludes(store, manifest);
  const files = describeFiles(bundle);
  const version: PublishedVersion = {
    templateId: manifest.id,
    version: manifest.spec_version,
    digest: digestOf(files),
    description: manifest.description ?? '',
    language: manifest.language ?? '',
    kind: manifest.kind ?? 'code',
    tags: manifest.tags ?? [],
    files,
    ...(includes.length > 0 && { includes }),
    origin,
  };
  const command = new PublishTemplateVersion({ ...version, activate }, metadata);
  templateDecider.decide(command, (await loadStream(store, templateDecider, templateStream(version.templateId))).state); // refuse before bytes are stored
  await storeBundle(store, bundle, metadata);
  const { state, position } = await decideAndAppend(store, templateDecider, templateStream(version.templateId), command);
  return {
    templateId: version.templateId,
    version: version.version,
    digest: version.digest,
    active: activeVersion(state) === version.version,
    position,
  };
};

/** Publishes the templates that come with Formwork into a store that does not know them yet. */
export const publishShipped = async (ports: Pick<Ports, 'store' | 'shipped'>, metadata: CommandMetadata): Promise<void> => {
  const publish = async (id: string) => {
    const commandMetadata = { ...metadata, commandId: followUpId(metadata.commandId, `publish ${id}`), causationId: metadata.commandId };
    const bundle = await ports.shipped.read(id);
    await publishBundle(ports, bundle, { activate: false, origin: 'shipped' }, commandMetadata);
  };
  const isKnown = async (id: string) => (await loadStream(ports.store, templateDecider, templateStream(id))).state.registered;
  const ids = await ports.shipped.ids();
  await Promise.all(ids.map(async (id) => ((await isKnown(id)) ? undefined : publish(id))));
};

const unknownTemplate = async (templateId: string, shipped: ShippedTemplates): Promise<DomainError> =>
  isTemplateId(templateId)
    ? new DomainError('TEMPLATE_UNKNOWN', `no template "${templateId}" is published here`, {
        field: 'id',
        hint: `see formwork template list; shipped: ${(await shipped.ids()).join(', ')}`,
      })
    : new DomainError('TEMPLATE_ID_INVALID', `"${templateId}" is not a template id`, {
        field: 'id',
        hint: 'ids look like name or namespace:name',
      });

const loadTemplateState = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  templateId: string,
  metadata: CommandMetadata,
): Promise<Template> => {
  if (!isTemplateId(templateId)) throw await unknownTemplate(templateId, ports.shipped);
  const load = async () => (await loadStream(ports.store, templateDecider, templateStream(templateId))).state;
  const template = await load();
  if (template.registered || !(await ports.shipped.ids()).includes(templateId)) return template;
  await publishShipped(ports, metadata);
  return load();
};

/** Finds what `id@version` means today: `2.3` is the highest published 2.3.x, nothing said is the active version. */
export const findVersion = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  { templateId, version }: TemplateReference,
  metadata: CommandMetadata,
): Promise<PublishedVersion> => {
  const template = await loadTemplateState(ports, templateId, metadata);
  if (!template.registered) throw await unknownTemplate(templateId, ports.shipped);
  const published = [...template.versions.keys()];
  const resolved = version === undefined ? activeVersion(template) : resolveVersion(version, published);
  const found = resolved === undefined ? undefined : template.versions.get(resolved);
  if (found !== undefined) return found;
  throw new DomainError('TEMPLATE_VERSION_UNKNOWN', `${templateId}@${version ?? ''} was never published`, {
    field: 'version',
    hint: `published: ${published.sort(compareVersions).join(', ')}`,
  });
};

export const activateTemplate = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  reference: Required<TemplateReference>,
  metadata: CommandMetadata,
) => {
  const { templateId, version } = await findVersion(ports, reference, metadata);
  const { position } = await decideAndAppend(
    ports.store,
    templateDecider,
    templateStream(templateId),
    new ActivateTemplateVersion({ templateId, version }, metadata),
  );
  return { templateId, version, position };
};

export const rollBackTemplate = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  { templateId, toVersion, reason }: { readonly templateId: string; readonly toVersion?: string; readonly reason: string },
  metadata: CommandMetadata,
) => {
  const target = toVersion === undefined ? undefined : (await findVersion(ports, { templateId, version: toVersion }, metadata)).version;
  const before = (await findVersion(ports, { templateId }, metadata)).version;
  const command = new RollBackTemplate({ templateId, reason, ...(target !== undefined && { toVersion: target }) }, metadata);
  const { state, position } = await decideAndAppend(ports.store, templateDecider, templateStream(templateId), command);
  return { templateId, fromVersion: before, version: activeVersion(state)!, position };
};
