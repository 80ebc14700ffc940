import type { DataSource } from 'typeorm';
import { readContent, sha256Of } from '../commands/content.js';
import { readGeneration } from '../commands/generation-document.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import type { EventStore } from '../eventstore/event-store.js';
import { lineageOfPath, type FileGeneration } from '../projections/file-lineage/file-lineage.queries.js';
import { showTemplate } from '../projections/template-catalogue/template-catalogue.queries.js';
import { diffFromRender, isAsRendered, type FileCondition } from './compare-with-render.js';
import { locate, type Located, type Subject } from './locate.js';
import { renderAgain, type RenderedAgain } from './render-again.js';

/** The file that was asked about, as it is now beside what was generated. */
export type TracedFile = {
  readonly path: string;
  /** Hash of what was generated. */
  readonly sha256: string;
  readonly condition?: FileCondition;
  /** Hash of the file as it is now. */
  readonly currentSha256?: string;
  /** Unified diff from what was generated to what is there now. */
  readonly diff?: string;
};

/** Where something came from and what became of it. */
export type Trace = {
  readonly matchedBy: Located['matchedBy'];
  readonly file?: TracedFile;
  readonly generation: GenerationDocument;
  readonly template: {
    readonly templateId: string;
    readonly version: string;
    readonly digest?: string;
    readonly publishedAt?: string;
    readonly active?: boolean;
  };
  /** Every generation of the same file, oldest first. */
  readonly history: readonly FileGeneration[];
  readonly verification?: { readonly identical: boolean; readonly files: readonly RenderedAgain[] };
};

const compare = async (store: EventStore, path: string, sha256: string, subject: Subject): Promise<TracedFile> => {
  if (subject.kind !== 'file') return { path, sha256 };
  const { bytes } = subject;
  if (bytes === undefined) return { path, sha256, condition: 'missing' };
  const currentSha256 = sha256Of(bytes);
  if (currentSha256 === sha256) return { path, sha256, condition: 'as-generated', currentSha256 };
  const stored = Buffer.from(await readContent(store, sha256));
  if (isAsRendered(bytes, stored)) return { path, sha256, condition: 'as-generated', currentSha256 };
  const diff = await diffFromRender(path, stored, bytes);
  return { path, sha256, condition: 'edited', currentSha256, ...(diff !== undefined && { diff }) };
};

const fileOf = ({ files }: GenerationDocument, { path }: Located): GenerationDocument['files'][number] | undefined =>
  files.find((file) => file.path === path);

const templateOf = async (db: DataSource, { templateId, templateVersion }: GenerationDocument): Promise<Trace['template']> => {
  const published = (await showTemplate(db, templateId))?.versions.find(({ version }) => version === templateVersion);
  const { digest, publishedAt, active } = published ?? {};
  return {
    templateId,
    version: templateVersion,
    ...(digest && { digest }),
    ...(publishedAt && { publishedAt }),
    ...(active !== undefined && { active }),
  };
};

const historyOf = async (db: DataSource, { destination }: GenerationDocument, { path }: Located): Promise<readonly FileGeneration[]> =>
  path === undefined || destination === ''
    ? []
    : (await lineageOfPath(db, { absolutePath: `${destination}/${path}` }, { limit: 500 })).items;

/**
 * Traces a subject to template version, answers, who and when, and to every later generation of the same file and every outcome. With `verify`
 * the generation is rendered again from the events alone and compared.
 * @throws DomainError for a stranger
 */
export const trace = async (
  store: EventStore,
  db: DataSource,
  subject: Subject,
  { verify }: { readonly verify: boolean },
): Promise<Trace> => {
  const found = await locate(store, db, subject);
  const generation = (await readGeneration(store, found.generationId))!;
  const file = fileOf(generation, found);
  const rendered = verify ? await renderAgain(store, generation) : undefined;
  return {
    matchedBy: found.matchedBy,
    ...(file !== undefined && { file: await compare(store, file.path, file.sha256, subject) }),
    generation,
    template: await templateOf(db, generation),
    history: await historyOf(db, generation, found),
    ...(rendered !== undefined && { verification: { identical: rendered.every(({ identical }) => identical), files: rendered } }),
  };
};
