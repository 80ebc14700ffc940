import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { Bundle } from '../templating/bundle.js';
import { lintTemplate, type Finding } from '../templating/lint.js';
import { validateTemplate } from '../templating/validate.js';
import type { Ports } from './ports.js';
import { publishBundle, type Published } from './templates.js';

const describeFinding = ({ file, line, column, message }: Finding): string =>
  `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;

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
  validateTemplate(bundle);
  const findings = lintTemplate(bundle);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const first = errors[0];
  if (first !== undefined) {
    const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} more: formwork template lint lists them)`;
    throw new DomainError('TEMPLATE_LINT', `${describeFinding(first)}${others}`, { ...(first.hint !== undefined && { hint: first.hint }) });
  }
  return { ...(await publishBundle(ports, bundle, options, metadata)), warnings: findings };
};
