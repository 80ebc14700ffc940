import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { DomainError } from '../../domain/decider.js';
import { isTemplateId } from '../../domain/template/template.js';
import { errnoOf, refusalOf } from '../../files/refusals.js';
import type { Bundle } from '../../templating/bundle.js';
import { newTemplate } from '../../templating/scaffold.js';
import { readManifest } from '../../templating/template.js';
import type { Invocation } from '../invocation.js';
import { shownFolder } from '../named-template.js';
import { bold, dim } from '../output.js';
import { shellWord } from '../shell-words.js';
import type { NewTemplateOptions } from '../template-options.js';

const refuseUnlessEmpty = async (folder: string): Promise<void> => {
  try {
    const [first] = await readdir(folder);
    if (first === undefined) return;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw errnoOf(error) === 'ENOTDIR'
      ? new DomainError('FOLDER_IS_FILE', `${folder} is a file`, { field: 'dir', hint: 'name a new or an empty folder' })
      : refusalOf(error, `read ${folder}`, 'dir');
  }
  throw new DomainError('FOLDER_NOT_EMPTY', `${folder} is not empty`, {
    field: 'dir',
    hint: 'name a new or an empty folder; nothing was written',
  });
};

const write = async (folder: string, bundle: Bundle): Promise<void> => {
  for (const [path, { bytes }] of bundle) {
    const target = join(folder, path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, bytes, { flag: 'wx' });
    } catch (error) {
      throw refusalOf(error, `write ${target}`, 'dir');
    }
  }
};

/** `formwork template new ID [DIR]`: a small template that works as it is. */
export const newTemplateFolder = async (
  { output }: Invocation,
  id: string,
  dir: string | undefined,
  { description, language }: NewTemplateOptions,
): Promise<void> => {
  if (!isTemplateId(id))
    throw new DomainError('TEMPLATE_ID_INVALID', `"${id}" is not a template id`, { field: 'id', hint: 'write it as name or namespace:name, in a-z, 0-9, ".", "_" and "-"' }); // prettier-ignore
  const folder = resolve(dir ?? id.split(':').at(-1)!);
  await refuseUnlessEmpty(folder);
  const bundle = newTemplate(id, { ...(description !== undefined && { description }), ...(language !== undefined && { language }) });
  await write(folder, bundle);
  const shown = shellWord(shownFolder(folder));
  output.result({ templateId: id, version: readManifest(bundle).spec_version, folder, files: [...bundle.keys()] }, () => [
    `Made ${bold(id)} in ${shownFolder(folder)}`,
    ...[...bundle.keys()].map((path) => `  + ${relative('', join(folder, path))}`),
    dim('Next:'),
    `  formwork template lint ${shown}       what could be wrong`,
    `  formwork template test ${shown}       what comes out of it`,
    `  formwork template publish ${shown}    make it a version`,
    `  formwork generate ${id}`,
  ]);
};
