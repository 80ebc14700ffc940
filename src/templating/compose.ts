import { TemplatingError } from './errors.js';
import type { Manifest } from './manifest.js';
import { includedId } from './template.js';

/** An included template at the version it had when the including one was published. */
export type LockedInclude = { readonly templateId: string; readonly version: string; readonly digest: string };

/** A published version of a template, with what it has locked itself. */
export type FoundInclude = LockedInclude & { readonly includes: readonly LockedInclude[] };

/**
 * Finds the version of every template that a manifest includes, directly or through others, so that publishing fixes them for good.
 * `find` answers with the version that `id` or `id@version` means today.
 * @throws TemplatingError INCLUDE_MISSING, INCLUDE_CIRCULAR, or INCLUDE_CONFLICT where one template would be needed in two versions
 */
export const lockIncludes = async (
  manifest: Manifest,
  find: (templateId: string, version?: string) => Promise<FoundInclude | undefined>,
): Promise<readonly LockedInclude[]> => {
  const locked = new Map<string, LockedInclude>();
  const lock = ({ templateId, version, digest }: LockedInclude): void => {
    const known = locked.get(templateId);
    if (templateId === manifest.id)
      throw new TemplatingError('INCLUDE_CIRCULAR', `"${manifest.id}" would include itself`, {
        field: 'includes',
        hint: 'take the common part into a template of its own',
      });
    if (known !== undefined && known.version !== version)
      throw new TemplatingError('INCLUDE_CONFLICT', `"${templateId}" is needed as ${known.version} and as ${version}`, {
        field: 'includes',
        hint: 'include versions that agree with each other',
      });
    locked.set(templateId, { templateId, version, digest });
  };
  for (const include of manifest.includes ?? []) {
    const { templateId, version } = includedId(include);
    const found = await find(templateId, version);
    if (found === undefined)
      throw new TemplatingError('INCLUDE_MISSING', `the included template "${include.template}" is not published`, {
        field: 'includes',
        hint: 'publish it first, then this one',
      });
    [found, ...found.includes].forEach(lock);
  }
  return [...locked.values()];
};
