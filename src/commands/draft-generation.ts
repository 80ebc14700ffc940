import { DomainError, type CommandMetadata } from '../domain/decider.js';
import type { Answer, InputRecord, PlannedFile } from '../domain/generation/generation.js';
import type { PublishedVersion } from '../domain/template/template.js';
import { formatAnswersFile } from '../templating/answers-file.js';
import type { Answers, AnswerValues } from '../templating/answers.js';
import { renderTemplate, type RenderedFile } from '../templating/render.js';
import type { Template } from '../templating/template.js';
import { sha256Of } from './content.js';
import { streamIdOf } from './ids.js';
import type { Input } from './input.js';
import type { FileToWrite, FileWriter, WritePlan } from './ports.js';

export const ANSWERS_FILE_SUFFIX = '.template-answers.yml';

/** A generation worked out in full, before anything is written or recorded. */
export type Draft = {
  readonly generationId: string;
  readonly version: PublishedVersion;
  /** As events keep them: no computed ones, secrets as their marks. */
  readonly answers: readonly Answer[];
  /** As answers files hold them: by name, without secrets. */
  readonly written: AnswerValues;
  readonly files: readonly (RenderedFile & { readonly recorded: PlannedFile })[];
  readonly input?: Input & { readonly recorded: InputRecord };
};

/** Bytes under which a rendered file is stored and recorded: where secrets stand in the file, their placeholders. */
const storedBytes = ({ bytes, stored }: RenderedFile): Uint8Array => stored ?? bytes;

const recordOf = (path: string, bytes: Uint8Array): PlannedFile => ({ path, sha256: sha256Of(bytes), bytes: bytes.byteLength });

/**
 * Renders a template over its answers. The same command, version, answers and input give the same draft.
 * @throws TemplatingError for answers or bodies that do not fit
 */
export const draftGeneration = (
  template: Template,
  version: PublishedVersion,
  answers: Answers,
  { commandId }: CommandMetadata,
  input?: Input,
): Draft => {
  const rendered = renderTemplate(template, answers, { ...(input !== undefined && { input }) });
  if (rendered.length === 0)
    throw new DomainError('NOTHING_TO_GENERATE', `with these answers ${version.templateId}@${version.version} has no file to write`, {
      hint: 'every file of the template has a "when" that does not hold',
    });
  const files = rendered.map((file) => {
    return { ...file, recorded: recordOf(file.path, storedBytes(file)) };
  });
  return {
    ...{ generationId: streamIdOf(commandId), version, answers: answers.recorded, written: answers.written, files },
    ...(input !== undefined && { input: { ...input, recorded: recordOf(input.path, input.bytes) } }),
  };
};

const answersFile = ({ generationId, version, written }: Draft, { path, recorded }: Draft['files'][number]): FileToWrite => {
  const text = formatAnswersFile({
    templateId: version.templateId,
    templateVersion: version.version,
    generationId,
    contentSha256: recorded.sha256,
    answers: written,
  });
  return { path: `${path}${ANSWERS_FILE_SUFFIX}`, bytes: Buffer.from(text) };
};

export type PlanOptions = {
  readonly force: boolean;
  /** Files that stay as they are on disk although they are part of the draft. */
  readonly kept?: ReadonlySet<string>;
};

/** A file of the draft as it is to be written: the input file may be rewritten while it has the bytes that were read. */
const fileToWrite = ({ input }: Draft, file: RenderedFile): FileToWrite =>
  input?.isCurrent === true && file.path === input.path ? { ...file, rewrites: input.bytes } : file;

/**
 * Finds what writing the draft would do; touches nothing. An answers file goes with every file of the draft that is not skipped because it exists.
 * @throws DomainError for a path or a destination that cannot be written as planned
 */
export const planDraft = async (
  writer: FileWriter,
  draft: Draft,
  destination: string,
  { force, kept = new Set() }: PlanOptions,
): Promise<WritePlan> => {
  const toWrite = (skipped: ReadonlySet<string>) =>
    draft.files.flatMap((file) => [
      ...(kept.has(file.path) ? [] : [fileToWrite(draft, file)]),
      ...(skipped.has(file.path) ? [] : [answersFile(draft, file)]),
    ]);
  if (!draft.files.some(({ skipIfExists }) => skipIfExists)) return writer.plan(destination, toWrite(new Set()), { force });
  const alone = await writer.plan(
    destination,
    draft.files.filter(({ path }) => !kept.has(path)).map((file) => fileToWrite(draft, file)),
    { force },
  );
  return writer.plan(destination, toWrite(new Set(alone.files.filter(({ state }) => state === 'skipped').map(({ path }) => path))), {
    force,
  });
};
