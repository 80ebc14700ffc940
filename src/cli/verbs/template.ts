import { resolve } from 'node:path';
import { readTemplate } from '../../commands/open-template.js';
import {
  activateTemplate as activate,
  findVersion,
  parseTemplateReference,
  publishShipped,
  rollBackTemplate as rollBack,
} from '../../commands/templates.js';
import { publishTemplate as publish } from '../../commands/publish-template.js';
import { readTemplateFolder } from '../../files/template-folder.js';
import type { Choice, Question } from '../../templating/manifest.js';
import { UsageError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { bold, dim } from '../output.js';
import { withReadModels } from '../read-models.js';
import { tableLines } from '../table-lines.js';
import { withFormwork } from '../with-formwork.js';
import {
  listTemplates as listCatalogue,
  showTemplate as showCatalogue,
} from '../../projections/template-catalogue/template-catalogue.queries.js';

/** `formwork template list` */
export const listTemplates = (invocation: Invocation): Promise<void> =>
  withFormwork(invocation, async ({ formwork, metadata }) => {
    await publishShipped(formwork.ports, metadata);
    const items = await withReadModels(formwork, listCatalogue);
    invocation.output.result({ items }, () =>
      tableLines(
        ['TEMPLATE', 'ACTIVE', 'LANGUAGE', 'KIND', 'DESCRIPTION'],
        items.map(({ templateId, activeVersion, language, kind, description }) => [
          { text: templateId, format: 'bold' },
          activeVersion ?? '-',
          language,
          kind,
          description,
        ]),
      ),
    );
  });

const choiceText = (choice: Choice): string =>
  JSON.stringify(typeof choice === 'object' && choice !== null && 'value' in choice ? choice.value : choice);

const describeQuestion = ({ name, type, prompt, default: preset, when, choices }: Question): string => {
  const offered = choices?.map(choiceText).join(', ');
  const details = [
    type,
    ...(offered === undefined ? [] : [`one of ${offered}`]),
    ...(preset === undefined ? [] : [`default ${JSON.stringify(preset)}`]),
    ...(when === undefined || when.trim() === '' ? [] : [`when ${when}`]),
  ];
  return `  ${bold(name)}  ${prompt ?? ''} ${dim(`(${details.join('; ')})`)}`;
};

/** `formwork template show ID[@VERSION]` */
export const showTemplate = (invocation: Invocation, reference: string): Promise<void> =>
  withFormwork(invocation, async ({ formwork, metadata }) => {
    const version = await findVersion(formwork.ports, parseTemplateReference(reference), metadata);
    const { manifest, questions } = await readTemplate(formwork.ports.store, version);
    const catalogue = await withReadModels(formwork, (db) => showCatalogue(db, version.templateId));
    const document = { ...catalogue, version: version.version, digest: version.digest, questions, files: manifest.files };
    invocation.output.result(document, () => [
      `${bold(`${version.templateId}@${version.version}`)}  ${version.description}`,
      dim(`${version.kind}, ${version.language}; sha256 ${version.digest}`),
      ...(catalogue === undefined
        ? []
        : [
            `active: ${catalogue.activeVersion ?? 'none'}; published: ${catalogue.versions.map((published) => published.version).join(', ')}`,
          ]),
      '',
      'Questions:',
      ...questions.map(describeQuestion),
      '',
      'Files:',
      ...manifest.files.map(({ path, when }) => `  ${path}${when ? dim(` (when ${when})`) : ''}`),
    ]);
  });

/** `formwork template publish DIR` */
export const publishTemplate = (
  invocation: Invocation,
  dir: string,
  { activate = false }: { readonly activate?: boolean },
): Promise<void> =>
  withFormwork(invocation, async ({ formwork, metadata }) => {
    const bundle = await readTemplateFolder(resolve(dir));
    const { warnings, ...published } = await publish(formwork.ports, bundle, { activate, origin: 'folder' }, metadata);
    for (const { file, line, message } of warnings)
      invocation.output.note(`warning: ${[file, line].filter((part) => part !== undefined).join(':')}: ${message}`);
    invocation.output.result({ ...published, warnings }, () => [
      `Published ${bold(`${published.templateId}@${published.version}`)}${published.active ? ', it is the active version' : ''}`,
      ...(published.active ? [] : [dim(`use it by default with: formwork template activate ${published.templateId}@${published.version}`)]),
    ]);
  });

/** `formwork template activate ID@VERSION` */
export const activateTemplate = (invocation: Invocation, reference: string): Promise<void> =>
  withFormwork(invocation, async ({ formwork, metadata }) => {
    const { templateId, version } = parseTemplateReference(reference);
    if (version === undefined) throw new UsageError(`"${reference}" names no version`, `write it as ${templateId}@1.0.0`);
    const activated = await activate(formwork.ports, { templateId, version }, metadata);
    invocation.output.result(activated, () => [`${bold(`${activated.templateId}@${activated.version}`)} is the active version`]);
  });

/** `formwork template rollback ID` */
export const rollBackTemplate = (
  invocation: Invocation,
  templateId: string,
  { to, reason }: { readonly to?: string; readonly reason: string },
): Promise<void> =>
  withFormwork(invocation, async ({ formwork, metadata }) => {
    const rolledBack = await rollBack(formwork.ports, { templateId, reason, ...(to !== undefined && { toVersion: to }) }, metadata);
    invocation.output.result(rolledBack, () => [
      rolledBack.fromVersion === rolledBack.version
        ? `${templateId} is at ${rolledBack.version} already`
        : `Rolled back ${bold(templateId)} from ${rolledBack.fromVersion} to ${bold(rolledBack.version)}`,
    ]);
  });
