import type { Formwork } from '../composition.js';
import type { Located, Subject } from '../queries/locate.js';
import { readGeneration } from '../commands/generation-document.js';
import { parseSubject } from './subject.js';

/** The generation that a subject names itself, without opening the read models: by its id, or by the answers file of a file that stands where it was written. */
const named = async ({ ports }: Formwork, subject: Subject): Promise<Located | undefined> => {
  if (subject.kind === 'content' || subject.generationId === undefined) return undefined;
  const generation = await readGeneration(ports.store, subject.generationId);
  return generation === undefined
    ? undefined
    : { generationId: generation.generationId, matchedBy: subject.kind === 'file' ? 'answers-file' : 'id' };
};

/** The generation meant by FILE or GENERATION. @throws DomainError for a stranger */
export const findGeneration = async (formwork: Formwork, text: string): Promise<Located> => {
  const subject = await parseSubject(text, formwork.home);
  const found = await named(formwork, subject);
  if (found !== undefined) return found;
  const [{ withReadModels }, { locate }] = await Promise.all([import('./read-models.js'), import('../queries/locate.js')]);
  return withReadModels(formwork, (db) => locate(formwork.ports.store, db, subject));
};
