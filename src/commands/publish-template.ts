import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { Bundle } from '../templating/bundle.js';
import { lintTemplate, type Finding } from '../templating/lint.js';
import type { Include, Manifest } from '../templating/manifest.js';
import { readManifest, type ResolveTemplate } from '../templating/template.js';
import { validateTemplate } from '../templating/validate.js';
import { lockIncludes, resolverOf } from './open-template.js';
import type { Ports } from './ports.js';
import { publishBundle, type Published } from './templates.js';

const describeFinding = ({ file, line, column, message }: Finding): string =>
  `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;

/** Included templates as they stand today; nothing where the manifest is not even readable, which validation explains better. */
export const resolverFor = async ({ store }: Pick<Ports, 'store'>, bundle: Bundle): Promise<ResolveTemplate | undefined> => {
  const includes = includesIn(bundle);
  return includes.length === 0 ? undefined : resolverOf(store, await lockIncludes(store, { ...readManifest(bundle), includes }));
};

/** What a folder includes, as far as its manifest can be read. */
export const includesIn = (bundle: Bundle): NonNullable<Manifest['includes']> => {
  try {
    const includes: unknown = readManifest(bundle).includes;
    return Array.isArray(includes) ? (includes as unknown[]).filter(isInclude) : [];
  } catch {
    return [];
  }
};

const isInclude = (candidate: unknown): candidate is Include =>
  typeof candidate === 'object' && candidate !== null && 'template' in candidate && typeof candidate.template === 'string';

/**
 * Publishes a folder after validating and linting it.
 * @throws TemplatingError where `template.json` is not what it should be; DomainError `TEMPLATE_LINT` with the first of lint's errors
 */
export const publishTemplate = async (
  ports: Pick<Ports, 'store'>,
  bundle: Bundle,
  options: { readonly activate: boolean; readonly origin: string },
  metadata: CommandMetadata,
): Promise<Published & { readonly warnings: readonly Finding[] }> => {
  const resolve = await resolverFor(ports, bundle);
  validateTemplate(bundle, resolve);
  const findings = lintTemplate(bundle, resolve);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (first !== undefined) {
    const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} more: formwork template lint lists them)`;
    throw new DomainError('TEMPLATE_LINT', `${describeFinding(first)}${others}`, { ...(first.hint !== undefined && { hint: first.hint }) });
  }
  return { ...(await publishBundle(ports, bundle, options, metadata)), warnings: findings };
};
