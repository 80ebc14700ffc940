import { join, resolve } from 'node:path';
import { lintWithIncludes } from '../../commands/lint-template.js';
import { includesIn } from '../../commands/publish-template.js';
import { readTemplateFolder } from '../../files/template-folder.js';
import type { Bundle } from '../../templating/bundle.js';
import { lintTemplate, type Finding } from '../../templating/lint.js';
import { EXIT } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { shownFolder } from '../named-template.js';
import { bold, dim, red, yellow } from '../output.js';
import { withFormwork } from '../with-formwork.js';
import { counted, sayThoughQuiet } from '../wording.js';

/** Only a template that includes others needs the store. */
const findingsOf = async (invocation: Invocation, bundle: Bundle): Promise<readonly Finding[]> =>
  includesIn(bundle).length === 0
    ? lintTemplate(bundle)
    : withFormwork(invocation, ({ formwork }) => lintWithIncludes(formwork.ports, bundle));

const findingLines = (dir: string, { severity, code, message, file, line, column, hint }: Finding): string[] => {
  const place = [join(dir, file), line, column].filter((part) => part !== undefined).join(':');
  const label = severity === 'error' ? red('error') : yellow('warning');
  return [`${bold(place)}: ${label}: ${message} ${dim(`[${code}]`)}`, ...(hint === undefined ? [] : [`    ${hint}`])];
};

/** `formwork template lint DIR`: errors first, then by place. */
export const lintTemplateFolder = async (invocation: Invocation, dir: string): Promise<number> => {
  const folder = resolve(dir);
  const items = await findingsOf(invocation, await readTemplateFolder(folder));
  const errors = items.filter(({ severity }) => severity === 'error');
  const warnings = items.length - errors.length;
  const linesOf = (findings: readonly Finding[]) => findings.flatMap((finding) => findingLines(shownFolder(folder), finding));
  const summary = [
    ...(errors.length > 0 ? [counted(errors.length, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  invocation.output.result({ items, errors: errors.length, warnings }, () => [
    ...linesOf(items),
    summary.length === 0 ? 'no findings' : summary.join(', '),
  ]);
  sayThoughQuiet(invocation.output, () => linesOf(errors));
  return errors.length > 0 ? EXIT.failed : EXIT.done;
};
