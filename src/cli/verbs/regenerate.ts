import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readContent, sha256Of } from '../../commands/content.js';
import { ANSWERS_FILE_SUFFIX, draftGeneration, planDraft, type Draft } from '../../commands/draft-generation.js';
import { readGeneration } from '../../commands/generation-document.js';
import { readInput, recordedInput, type Input } from '../../commands/input.js';
import { readTemplate } from '../../commands/open-template.js';
import type { Ports } from '../../commands/ports.js';
import { findVersion } from '../../commands/templates.js';
import { DomainError } from '../../domain/decider.js';
import type { GenerationDocument } from '../../domain/generation/generation-document.js';
import type { EventStore } from '../../eventstore/event-store.js';
import { projectOf } from '../../files/project.js';
import { isAsRendered } from '../../queries/compare-with-render.js';
import type { AnswersFile } from '../../templating/answers-file.js';
import type { Answers } from '../../templating/answers.js';
import { inputRequest } from '../../templating/input-file.js';
import { parseAnswersFile } from '../../templating/parse-answers.js';
import { answerQuestions } from '../../templating/questionnaire.js';
import type { Template } from '../../templating/template.js';
import { parseAnswerFlags } from '../answer-flags.js';
import { carryOut } from '../carry-out.js';
import { ConflictError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import type { RegenerateOptions } from '../options.js';
import { withFormwork } from '../with-formwork.js';

const readAnswers = (path: string): AnswersFile => {
  const answersPath = `${path}${ANSWERS_FILE_SUFFIX}`;
  if (existsSync(answersPath)) return parseAnswersFile(readFileSync(answersPath, 'utf8'), answersPath);
  throw new DomainError('ANSWERS_FILE_MISSING', `there is no answers file ${basename(answersPath)} beside ${path}`, {
    field: 'file',
    hint: 'only a generated file can be generated again; find where it came from with: formwork trace FILE',
  });
};

/** The destination of a generation whose file stands at `path` now: it may have been moved as a whole. */
const destinationOf = (path: string, { contentSha256 }: AnswersFile, generation: GenerationDocument | undefined): string => {
  const candidates = generation?.files.filter((file) => path === file.path || path.endsWith(`/${file.path}`)) ?? [];
  const file = candidates.find(({ sha256 }) => sha256 === contentSha256) ?? candidates[0];
  return file === undefined ? dirname(path) : path.slice(0, -file.path.length - 1);
};

/** One generation has one set of answers, however many files it wrote. @throws DomainError naming the keys in which they differ */
const agreedAnswers = (
  path: string,
  own: AnswersFile,
  destination: string,
  generation: GenerationDocument | undefined,
): AnswersFile['answers'] => {
  for (const other of generation?.files ?? []) {
    const otherPath = join(destination, other.path);
    if (otherPath === path || !existsSync(`${otherPath}${ANSWERS_FILE_SUFFIX}`)) continue;
    const theirs = readAnswers(otherPath);
    if (theirs.generationId !== own.generationId) continue; // generated anew since, by itself
    const keys = [...new Set([...Object.keys(own.answers), ...Object.keys(theirs.answers)])];
    const differing = keys.filter((key) => JSON.stringify(own.answers[key]) !== JSON.stringify(theirs.answers[key]));
    if (differing.length > 0)
      throw new DomainError('ANSWERS_DISAGREE', `the answers files of ${path} and ${otherPath} disagree about ${differing.join(', ')}`, {
        field: differing[0]!,
        hint: 'both were written by one generation: make the same change in each of them',
      });
  }
  return own.answers;
};

/**
 * The input file of then, from the events: what stands there now may be what was made of it. Another file, named since, is read.
 * @throws DomainError INPUT_NOT_RECORDED where the events of that generation are elsewhere
 */
const inputOf = async (
  ports: Pick<Ports, 'store' | 'inputs'>,
  template: Template,
  answers: Answers,
  { destination, generation }: { readonly destination: string; readonly generation: GenerationDocument | undefined },
): Promise<Input | undefined> => {
  const request = inputRequest(template, answers);
  if (request === undefined) return undefined;
  if (generation === undefined)
    throw new DomainError('INPUT_NOT_RECORDED', `the text that ${request.path} had when it was generated from is not recorded here`, {
      field: 'file',
      hint: 'regenerate it where it was generated',
    });
  return generation.input?.path === request.path
    ? recordedInput(ports.store, generation)
    : readInput(ports, template, answers, destination);
};

/** Files that hands have changed, and of those the ones that would come out differently now. */
const handEdits = async (store: EventStore, destination: string, generation: GenerationDocument | undefined, draft: Draft) => {
  const edited = new Set<string>();
  const clashing: string[] = [];
  for (const { path, recorded } of draft.files) {
    const onDisk = join(destination, path);
    const before = generation?.files.find((file) => file.path === path);
    if (!existsSync(onDisk) || (draft.input?.isCurrent === true && draft.input.path === path)) continue;
    const current = readFileSync(onDisk);
    const isUntouched =
      before !== undefined &&
      (sha256Of(current) === before.sha256 || isAsRendered(current, Buffer.from(await readContent(store, before.sha256))));
    if (isUntouched || sha256Of(current) === recorded.sha256) continue;
    edited.add(path);
    if (before?.sha256 !== recorded.sha256) clashing.push(path);
  }
  return { edited, clashing };
};

/** `formwork regenerate FILE`: the whole generation again from its answers files. Hand edits stay; where they clash with the new render: exit 3. */
export const regenerate = (invocation: Invocation, file: string, { answer, dryRun }: RegenerateOptions): Promise<void> => {
  const path = resolve(file.endsWith(ANSWERS_FILE_SUFFIX) ? file.slice(0, -ANSWERS_FILE_SUFFIX.length) : file);
  return withFormwork(
    invocation,
    async (session) => {
      const { ports } = session.formwork;
      const own = readAnswers(path);
      const generation = await readGeneration(ports.store, own.generationId);
      const destination = destinationOf(path, own, generation);
      const previous = agreedAnswers(path, own, destination, generation);
      const version = await findVersion(ports, { templateId: own.templateId, version: own.templateVersion }, session.metadata);
      const template = await readTemplate(ports.store, version);
      const answers = await answerQuestions(template, { flags: parseAnswerFlags(answer), previous });
      const input = await inputOf(ports, template, answers, { destination, generation });
      const draft = draftGeneration(template, version, answers, session.metadata, input);
      const { edited, clashing } = await handEdits(ports.store, destination, generation, draft);
      if (clashing.length > 0)
        throw new ConflictError(
          `${clashing.join(', ')} ${clashing.length === 1 ? 'was' : 'were'} edited by hand and would come out differently now`,
          'see the edits with: formwork trace FILE; undo them, or take the new render by: formwork generate --force',
        );
      const plan = await planDraft(ports.files, draft, destination, { force: true, kept: edited });
      for (const kept of edited) invocation.output.note(`${kept} keeps its hand edits: what is rendered has not changed`);
      for (const { path: gone } of generation?.files.filter((old) => !draft.files.some((now) => now.path === old.path)) ?? [])
        invocation.output.note(`${gone} is not generated with these answers any more; it is left where it is`);
      const project = projectOf(destination, session.formwork.home);
      const there = { ...session, project, metadata: session.formwork.metadata(project.project, session.metadata.commandId) };
      const repeats = generation === undefined ? {} : { regenerates: generation.generationId };
      await carryOut(invocation, there, { version, template, answers, draft, plan }, { ...repeats, ...(dryRun && { dryRun }) });
    },
    dirname(path),
  );
};
