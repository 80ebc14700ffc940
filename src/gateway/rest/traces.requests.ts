import { isAbsolute } from 'node:path';
import { parseSubject } from '../../cli/subject.js';
import type { Subject } from '../../queries/locate.js';
import { QueryFlag, Sha256, Text } from './fields.js';
import { InvalidRequest } from './invalid-request.js';
import { AfterQuery } from './requests.js';

/** Exactly one of the first three. */
export class TraceQuery extends AfterQuery {
  @Text({ description: 'Absolute path of a file on the machine of the service.', optional: true })
  path?: string;

  @Sha256({ description: 'Hash of a file.', optional: true })
  sha256?: string;

  @Text({ description: 'Id of a generation.', max: 64, optional: true })
  generation?: string;

  @QueryFlag({ description: 'Render again from the events alone and compare the bytes.', optional: true })
  verify?: boolean;
}

export const toSubject = async ({ path, sha256, generation }: TraceQuery, home: string): Promise<Subject> => {
  if ([path, sha256, generation].filter((given) => given !== undefined).length !== 1)
    throw new InvalidRequest([{ field: 'path', message: 'give one of path, sha256 and generation' }]);
  if (sha256 !== undefined) return { kind: 'content', sha256 };
  if (generation !== undefined) return { kind: 'generation', generationId: generation };
  if (!isAbsolute(path!))
    throw new InvalidRequest([{ field: 'path', message: 'path must be an absolute path on the machine of the service' }]);
  return parseSubject(path!, home);
};
