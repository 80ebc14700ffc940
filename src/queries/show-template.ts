import type { DataSource } from 'typeorm';
import type { Ports } from '../commands/ports.js';
import { readTemplate } from '../commands/open-template.js';
import { findVersion, type TemplateReference } from '../commands/templates.js';
import type { CommandMetadata } from '../domain/decider.js';
import { showTemplate, type TemplateView } from '../projections/template-catalogue/template-catalogue.queries.js';
import type { FileSpec, Question } from '../templating/manifest.js';
import { answersSchema, type JsonSchema } from './answers-schema.js';

/** A template with the questions and files of one of its versions. */
export type TemplateDocument = Partial<TemplateView> & {
  readonly templateId: string;
  readonly version: string;
  readonly digest: string;
  readonly questions: readonly Question[];
  readonly files: readonly FileSpec[];
};

/** @throws DomainError TEMPLATE_UNKNOWN, TEMPLATE_VERSION_UNKNOWN */
export const showTemplateVersion = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  db: DataSource,
  reference: TemplateReference,
  metadata: CommandMetadata,
): Promise<TemplateDocument> => {
  const found = await findVersion(ports, reference, metadata);
  const { manifest, questions } = await readTemplate(ports.store, found);
  const { templateId, version, digest } = found;
  return { ...(await showTemplate(db, templateId)), templateId, version, digest, questions, files: manifest.files };
};

/** @throws DomainError TEMPLATE_UNKNOWN, TEMPLATE_VERSION_UNKNOWN */
export const showAnswersSchema = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  reference: TemplateReference,
  metadata: CommandMetadata,
): Promise<JsonSchema> => answersSchema(await readTemplate(ports.store, await findVersion(ports, reference, metadata)));
