import { diffTemplates } from '../../templating/template-diff.js';
import type { Invocation } from '../invocation.js';
import { openNamedTemplate } from '../named-template.js';
import { bold } from '../output.js';
import { templateDiffLines } from '../template-diff-lines.js';
import { withFormwork } from '../with-formwork.js';

/** `formwork template diff ID@A ID@B`, or two folders. */
export const diffTemplateVersions = (invocation: Invocation, one: string, other: string): Promise<void> =>
  withFormwork(invocation, async (session) => {
    const from = await openNamedTemplate(session, one);
    const to = await openNamedTemplate(session, other);
    const diff = diffTemplates(from.template, to.template);
    const lines = templateDiffLines(diff);
    const document = {
      ...diff,
      from: { templateId: from.template.id, version: diff.from },
      to: { templateId: to.template.id, version: diff.to },
    };
    invocation.output.result(document, () => [
      `${bold(from.name)} → ${bold(to.name)}`,
      ...(lines.length === 0 ? ['no differences'] : lines),
    ]);
  });
