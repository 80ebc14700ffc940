import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { readTemplate } from '../commands/open-template.js';
import { resolverFor } from '../commands/publish-template.js';
import { findVersion, parseTemplateReference } from '../commands/templates.js';
import { DomainError } from '../domain/decider.js';
import { readTemplateFolder } from '../files/template-folder.js';
import { TemplatingError } from '../templating/errors.js';
import type { Template } from '../templating/template.js';
import { validateTemplate } from '../templating/validate.js';
import type { Session } from './with-formwork.js';

/** A template that was named on the command line; `name` is how to name it there again. */
export type NamedTemplate = { readonly name: string; readonly template: Template };

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** `./x`, `../x`, `a/b`, `/x`, `C:\x`: nothing that an id could be. */
const isWrittenAsPath = (text: string): boolean => /[\\/]/.test(text) || text === '.' || text === '..';

/** A folder as people write it: from where they are, unless that leads far up. */
export const shownFolder = (folder: string): string => {
  const path = relative('', folder);
  if (path === '') return '.';
  return path.startsWith('..') ? folder : path;
};

/** A place inside a template folder, as seen from outside it. */
const seenFrom = (folder: string, place: string): string => (shownFolder(folder) === '.' ? place : `${shownFolder(folder)}/${place}`);

const openFolder = async ({ formwork }: Session, folder: string): Promise<Template> => {
  const bundle = await readTemplateFolder(folder);
  try {
    return validateTemplate(bundle, await resolverFor(formwork.ports, bundle));
  } catch (error) {
    if (!(error instanceof TemplatingError) || error.details.at === undefined) throw error;
    const { code, message, details } = error;
    const at = { ...error.details.at, file: seenFrom(folder, error.details.at.file) };
    throw new TemplatingError(code, message.startsWith(error.details.at.file) ? seenFrom(folder, message) : message, { ...details, at });
  }
};

const openPublished = async ({ formwork, metadata }: Session, text: string): Promise<NamedTemplate> => {
  const version = await findVersion(formwork.ports, parseTemplateReference(text), metadata);
  return { name: `${version.templateId}@${version.version}`, template: await readTemplate(formwork.ports.store, version) };
};

/**
 * Opens DIR or ID[@VERSION]. What is written as a path, and a folder that holds a `template.json`, is a folder.
 * @throws DomainError, TemplatingError for a folder that is no template, and for an id or version that is not published
 */
export const openNamedTemplate = async (session: Session, text: string): Promise<NamedTemplate> => {
  const folder = resolve(text);
  if (isWrittenAsPath(text) || isFile(join(folder, 'template.json'))) return { name: text, template: await openFolder(session, folder) };
  try {
    return await openPublished(session, text);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'TEMPLATE_UNKNOWN' || !isFolder(folder)) throw error;
    throw new DomainError('TEMPLATE_UNKNOWN', `"${text}" is neither a published template nor a folder that holds a template.json`, {
      field: 'id',
    });
  }
};
