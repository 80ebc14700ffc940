import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { ANSWERS_FILE_SUFFIX } from '../commands/draft-generation.js';
import { DomainError } from '../domain/decider.js';
import { projectOf } from '../files/project.js';
import type { Subject } from '../queries/locate.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHA256 = /^[0-9a-f]{64}$/i;

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EISDIR')
      throw new DomainError('FILE_IS_FOLDER', `${path} is a folder`, { field: 'file', hint: 'name one of the files in it' });
    throw new DomainError('FILE_UNREADABLE', `${path} cannot be read: ${code ?? String(error)}`, { field: 'file' });
  }
};

/** The answers file's generation; one that a hand has broken tells nothing here, other signs still may. */
export const generationBeside = async (path: string): Promise<string | undefined> => {
  const answersPath = `${path}${ANSWERS_FILE_SUFFIX}`;
  const text = readIfThere(answersPath)?.toString('utf8');
  if (text === undefined) return undefined;
  const { parseAnswersFile } = await import('../templating/parse-answers.js');
  try {
    return parseAnswersFile(text, answersPath).generationId;
  } catch {
    return undefined;
  }
};

/** What FILE, SHA256 or GENERATION on the command line means; an answers file stands for the file that it belongs to. */
export const parseSubject = async (text: string, home: string): Promise<Subject> => {
  if (UUID.test(text)) return { kind: 'generation', generationId: text.toLowerCase() };
  const written = text.endsWith(ANSWERS_FILE_SUFFIX) ? text.slice(0, -ANSWERS_FILE_SUFFIX.length) : text;
  const absolutePath = resolve(written);
  const bytes = readIfThere(absolutePath);
  if (bytes === undefined && SHA256.test(text)) return { kind: 'content', sha256: text.toLowerCase() };
  const { project, base } = projectOf(dirname(absolutePath), home);
  const generationId = await generationBeside(absolutePath);
  return {
    kind: 'file',
    path: written,
    absolutePath,
    project,
    projectPath: base === '' ? basename(absolutePath) : `${base}/${basename(absolutePath)}`,
    ...(bytes !== undefined && { bytes }),
    ...(generationId !== undefined && { generationId }),
  };
};
