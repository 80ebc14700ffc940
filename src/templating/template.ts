import type { Bundle, BundleFile } from './bundle.js';
import { TemplatingError } from './errors.js';
import type { Delimiters, Include, Manifest, Question } from './manifest.js';
import type { Partials } from './mustache-renderer.js';
import { DEFAULT_DELIMITERS, parseMustache } from './mustache-syntax.js';

export const MANIFEST_FILE = 'template.json';

/** A published template, ready to be asked about and rendered. */
export type Template = {
  readonly id: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly questions: readonly Question[];
  readonly bundle: Bundle;
  /** The delimiters of every text in `template.json` and of the bodies that set none of their own. */
  readonly delimiters: Delimiters;
  readonly partials: Partials;
  /** Templates whose questions and files are part of this one. */
  readonly includes: readonly IncludedTemplate[];
};

/** An included template under its namespace; `prefix` (`cache.`) stands before its questions' names everywhere outside it. */
export type IncludedTemplate = { readonly prefix: string; readonly include: Include; readonly template: Template };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const texts = new WeakMap<BundleFile, string>();

/**
 * The text of a file, its byte order mark included.
 * @throws TemplatingError FILE_NOT_TEXT where the bytes are no UTF-8
 */
export const textOf = (file: BundleFile, path: string): string => {
  const known = texts.get(file);
  if (known !== undefined) return known;
  try {
    const text = decoder.decode(file.bytes);
    texts.set(file, text);
    return text;
  } catch {
    throw new TemplatingError('FILE_NOT_TEXT', `${path} is not UTF-8 text`, {
      at: { file: path },
      hint: 'set "raw": true on the file to copy its bytes, or save it as UTF-8',
    });
  }
};

const partialPath = ({ partials = 'partials/' }: Manifest, name: string): string => `${partials.replace(/\/*$/, '/')}${name}.mustache`;

/** Paths of the files that are partials, by partial name. */
export const partialFiles = (bundle: Bundle, manifest: Manifest): ReadonlyMap<string, string> => {
  const folder = partialPath(manifest, '').replace(/\.mustache$/, '');
  const paths = [...bundle.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.mustache'));
  return new Map(paths.map((path) => [path.slice(folder.length, -'.mustache'.length), path]));
};

/** `id/name`: a partial of a template that this one includes. */
const sharedPartial = (name: string, resolve: ResolveTemplate): ReturnType<Partials> => {
  const slash = name.indexOf('/');
  return slash < 0 ? undefined : resolve(name.slice(0, slash))?.partials(name.slice(slash + 1));
};

/** A partial's own partials are those of the template that it comes from. */
const partialsOf = (bundle: Bundle, manifest: Manifest, delimiters: Delimiters, resolve: ResolveTemplate): Partials => {
  const partials: Partials = (name) => {
    const path = partialPath(manifest, name);
    const file = bundle.get(path);
    if (file === undefined) return sharedPartial(name, resolve);
    return { unit: parseMustache({ file: path, text: textOf(file, path) }, delimiters), partials };
  };
  return partials;
};

const ID_AND_VERSION = /^([^@]+)(?:@(.+))?$/;

/** `id@version` of an include. */
export const includedId = ({ template }: Include): { readonly templateId: string; readonly version?: string } => {
  const [, templateId = template, version] = ID_AND_VERSION.exec(template) ?? [];
  return { templateId, ...(version !== undefined && { version }) };
};

/** The last part of the id as an identifier, unless the include names its own. */
export const includePrefix = (include: Include): string =>
  `${
    include.as ??
    includedId(include)
      .templateId.split(':')
      .at(-1)!
      .replace(/[^A-Za-z0-9]+/g, '_')
  }.`;

const includesOf = ({ includes = [] }: Manifest, resolve: ResolveTemplate): IncludedTemplate[] =>
  includes
    .filter(({ only }) => only !== 'partials')
    .map((include) => {
      const { templateId } = includedId(include);
      const template = resolve(templateId);
      if (template === undefined)
        throw new TemplatingError('INCLUDE_MISSING', `the included template "${include.template}" is not at hand`, {
          field: 'includes',
          hint: 'publish it first, then publish this template again',
        });
      return { prefix: includePrefix(include), include, template };
    });

/** Hands out included templates by id, each in the version that was locked at publishing; loaded beforehand by the caller. */
export type ResolveTemplate = (templateId: string) => Template | undefined;

export const readManifest = (bundle: Bundle): Manifest => {
  const file = bundle.get(MANIFEST_FILE);
  if (file === undefined)
    throw new TemplatingError('MANIFEST_MISSING', `the folder has no ${MANIFEST_FILE}`, {
      field: MANIFEST_FILE,
      hint: 'start one with: formwork template new ID',
    });
  try {
    return JSON.parse(textOf(file, MANIFEST_FILE).replace(/^\uFEFF/, '')) as Manifest;
  } catch (error) {
    if (error instanceof TemplatingError) throw error;
    throw new TemplatingError('MANIFEST_INVALID', `${MANIFEST_FILE} is not JSON: ${(error as Error).message}`, {
      at: { file: MANIFEST_FILE },
      hint: 'see where with: formwork template lint DIR',
    });
  }
};

/** Opens a template that was validated when it was published; nothing is checked again. */
export const openTemplate = (bundle: Bundle, resolve: ResolveTemplate = () => undefined): Template => {
  const manifest = readManifest(bundle);
  const delimiters = manifest.delimiters ?? DEFAULT_DELIMITERS;
  return {
    id: manifest.id,
    version: manifest.spec_version,
    manifest,
    questions: manifest.questions ?? [],
    bundle,
    delimiters,
    partials: partialsOf(bundle, manifest, delimiters, resolve),
    includes: includesOf(manifest, resolve),
  };
};
