import { TemplatingError } from '../templating/errors.js';
import type { Bundle } from '../templating/bundle.js';
import { finding, inOrder, type Finding } from '../templating/findings.js';
import { lintTemplate } from '../templating/lint.js';
import { validationFindings } from '../templating/validate.js';
import type { Ports } from './ports.js';
import { resolverFor } from './publish-template.js';

/** Lints a folder that includes published templates; an include that cannot be taken is a finding like the others. */
export const lintWithIncludes = async (ports: Pick<Ports, 'store'>, bundle: Bundle): Promise<readonly Finding[]> => {
  try {
    return lintTemplate(bundle, await resolverFor(ports, bundle));
  } catch (error) {
    if (!(error instanceof TemplatingError)) throw error;
    const { findings, locate } = validationFindings(bundle);
    return inOrder([
      ...findings,
      finding('error', error.code, error.message, error.details.at ?? locate(['includes']), error.details.hint),
    ]);
  }
};
