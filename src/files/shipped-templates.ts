import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedTemplates } from '../commands/ports.js';
import { DomainError } from '../domain/decider.js';
import type { Bundle } from '../templating/bundle.js';
import { errnoOf } from './refusals.js';
import { readTemplateFolder } from './template-folder.js';

/** Id of the template in a folder; undefined where none is. */
const idIn = (folder: string): string | undefined => {
  try {
    return (JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8')) as { readonly id: string }).id;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
};

/** One folder for each template. A template is known by the id in its `template.json`: a namespaced one cannot be a folder's name everywhere. */
export class FolderOfTemplates implements ShippedTemplates {
  #folders: ReadonlyMap<string, string> | undefined;

  constructor(private readonly folder: string) {}

  async ids(): Promise<readonly string[]> {
    return [...this.#byId().keys()];
  }

  async read(templateId: string): Promise<Bundle> {
    const folder = this.#byId().get(templateId);
    if (folder === undefined) throw new DomainError('TEMPLATE_UNKNOWN', `no template "${templateId}" comes with Formwork`, { field: 'id' });
    return readTemplateFolder(folder);
  }

  /** Sorted by id. Looked up once: what is shipped does not change while a process runs. */
  #byId(): ReadonlyMap<string, string> {
    return (this.#folders ??= new Map(
      readdirSync(this.folder)
        .map((name) => join(this.folder, name))
        .flatMap((folder) => {
          const id = idIn(folder);
          return id === undefined ? [] : [[id, folder] as const];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ));
  }
}
