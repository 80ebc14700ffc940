import { DomainError } from '../../domain/decider.js';
import type { Bundle, BundleFile } from '../../templating/bundle.js';
import { InvalidRequest } from './invalid-request.js';
import type { TemplateFileBody } from './templates.requests.js';

const bytesOf = ({ content, encoding = 'utf8' }: TemplateFileBody, index: number): Uint8Array => {
  const bytes = Buffer.from(content, encoding);
  if (encoding === 'base64' && bytes.toString('base64') !== content)
    throw new InvalidRequest([{ field: `files.${index}.content`, message: `files.${index}.content is not base64` }]);
  return bytes;
};

/** An uploaded template folder. @throws DomainError FILE_TWICE */
export const toBundle = (files: readonly TemplateFileBody[]): Bundle => {
  const bundle = new Map<string, BundleFile>();
  for (const [index, file] of files.entries()) {
    if (bundle.has(file.path))
      throw new DomainError('FILE_TWICE', `${file.path} is among the files twice`, {
        field: `files.${index}.path`,
        hint: 'send each file once',
      });
    bundle.set(file.path, { bytes: bytesOf(file, index), ...(file.executable && { executable: true }) });
  }
  return bundle;
};
