import { DomainError } from '../domain/decider.js';
import { activeVersion, templateDecider, templateStream, type PublishedVersion } from '../domain/template/template.js';
import { resolveVersion } from '../domain/version.js';
import type { EventStore } from '../eventstore/event-store.js';
import type { Bundle } from '../templating/bundle.js';
import type { Manifest } from '../templating/manifest.js';
import { openTemplate, type ResolveTemplate, type Template } from '../templating/template.js';
import { loadStream } from './decide-and-append.js';
import { readBundle } from './template-bundle.js';

type Includes = NonNullable<PublishedVersion['includes']>;

/** What a manifest's includes mean today, to be fixed for good. */
export const lockIncludes = async (store: EventStore, manifest: Manifest): Promise<Includes> => {
  if ((manifest.includes ?? []).length === 0) return [];
  const { lockIncludes: lock } = await import('../templating/compose.js');
  return lock(manifest, async (templateId, version) => {
    const { state } = await loadStream(store, templateDecider, templateStream(templateId));
    const resolved = version === undefined ? activeVersion(state) : resolveVersion(version, [...state.versions.keys()]);
    const found = resolved === undefined ? undefined : state.versions.get(resolved);
    return found === undefined ? undefined : { templateId, version: found.version, digest: found.digest, includes: found.includes ?? [] };
  });
};

const publishedVersion = async (store: EventStore, templateId: string, version: string): Promise<PublishedVersion> => {
  const found = (await loadStream(store, templateDecider, templateStream(templateId))).state.versions.get(version);
  if (found !== undefined) return found;
  throw new DomainError('TEMPLATE_VERSION_UNKNOWN', `the events of ${templateId}@${version} are not in this store`, { field: 'version' });
};

/** Hands out included templates, each in the version that was locked. */
export const resolverOf = async (store: EventStore, includes: Includes): Promise<ResolveTemplate> => {
  const bundles = new Map<string, Bundle>();
  for (const { templateId, version } of includes)
    bundles.set(templateId, await readBundle(store, await publishedVersion(store, templateId, version)));
  const resolve: ResolveTemplate = (templateId) => {
    const bundle = bundles.get(templateId);
    return bundle === undefined ? undefined : openTemplate(bundle, resolve);
  };
  return resolve;
};

/** A published version, opened; with everything that it includes, in the versions that were locked when it was published. */
export const readTemplate = async (store: EventStore, version: PublishedVersion): Promise<Template> =>
  openTemplate(await readBundle(store, version), await resolverOf(store, version.includes ?? []));

/** A version by its exact number, from the events alone. @throws DomainError TEMPLATE_VERSION_UNKNOWN */
export const readTemplateVersion = async (store: EventStore, templateId: string, version: string): Promise<Template> =>
  readTemplate(store, await publishedVersion(store, templateId, version));
