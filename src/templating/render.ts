import type { Answers } from './answers.js';
import type { BundleFile } from './bundle.js';
import { nameHint } from './did-you-mean.js';
import { TemplatingError } from './errors.js';
import type { FileSpec, Json } from './manifest.js';
import { missingName, missingPartial } from './missing-names.js';
import { newBudget, renderNodes, renderUnit, type Budget, type Rendering } from './mustache-renderer.js';
import { DEFAULT_DELIMITERS, parseMustache } from './mustache-syntax.js';
import { linkProblem, pathProblem, refuseCollisions } from './output-paths.js';
import { pathParts } from './path-parts.js';
import { delimitersIn, isMet, type TextContext } from './question-texts.js';
import { fieldsOf, lookUp, NO_VALUE, questionOf, type Frame } from './scope.js';
import { MANIFEST_FILE, partialFiles, textOf, type Template } from './template.js';
import { answeredParts, type AnsweredPart, type RenderOptions } from './template-parts.js';

/** A file as it is to be written; `path` is relative to the destination, with `/`, and safe on every operating system. */
export type RenderedFile = {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The bytes that may be kept, with `‹secret:NAME›` where secrets stand; missing where they are the same. */
  readonly stored?: Uint8Array;
  readonly executable?: true;
  /** The bytes are the link's target, relative and inside the destination. */
  readonly symlink?: true;
  readonly skipIfExists?: true;
  /** The template file that it comes from. */
  readonly template: string;
};

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 10_000;

const encoder = new TextEncoder();

/** How bodies and paths of one template are rendered. */
const renderingOf = ({ texts: { template, explain } }: AnsweredPart, budget: Budget): Rendering => ({
  budget,
  partials: template.partials,
  missing: missingName(explain),
  missingPartial: missingPartial(() => partialFiles(template.bundle, template.manifest).keys()),
});

/** The rendered path; undefined where a part of it comes out blank, which means that the file is not wanted. */
const renderPath = (text: string, field: string, { template }: TextContext, frame: Frame, rendering: Rendering): string | undefined => {
  const delimiters = delimitersIn(text, template.delimiters) ?? DEFAULT_DELIMITERS;
  const unit = parseMustache({ file: MANIFEST_FILE, field: `${field}.path`, text }, delimiters);
  const parts = pathParts(unit).map((nodes) => ({ nodes, text: renderNodes(nodes, unit, frame, rendering) }));
  if (parts.some((part) => part.text === '' && part.nodes.length > 0)) return undefined;
  return parts.map((part) => part.text).join('/');
};

const refusePath = (path: string, field: string, problem: string): TemplatingError =>
  new TemplatingError('PATH_UNSAFE', `${field}.path comes out as "${path}", which ${problem}`, {
    field: `${field}.path`,
    hint: 'paths are relative, with "/", and stay inside the destination',
  });

/** Frames for one file: the plain one, or one for each item of the list that `each` names. */
const framesOf = (frame: Frame, { each }: FileSpec, field: string): Frame[] => {
  if (each === undefined) return [frame];
  const path = each.split('.');
  const list = lookUp(frame, path);
  const question = questionOf(frame, path);
  if (list === NO_VALUE && question !== undefined) return [];
  if (!Array.isArray(list)) {
    const names = [...(frame.fields?.keys() ?? [])];
    throw new TemplatingError('EACH_NOT_LIST', `${field}.each: "${each}" is not a list`, {
      field: `${field}.each`,
      hint: nameHint(each, names, 'questions'),
    });
  }
  const items = list as readonly Json[];
  return items.map((value, index) => ({ value, parent: frame, loop: { index, length: items.length }, fields: fieldsOf(question) }));
};

type Body = { readonly spec: FileSpec; readonly file: BundleFile; readonly rendering: Rendering; readonly template: Template };

const renderBody = ({ spec, file, rendering, template }: Body, frame: Frame): Uint8Array => {
  if (spec.raw === true) return file.bytes;
  const source = { file: spec.template, text: textOf(file, spec.template) };
  const bytes = encoder.encode(renderUnit(parseMustache(source, spec.delimiters ?? template.delimiters), frame, rendering));
  if (bytes.byteLength <= MAX_FILE_BYTES) return bytes;
  throw new TemplatingError('OUTPUT_TOO_LARGE', `${spec.template} comes out larger than ${MAX_FILE_BYTES} bytes`, {
    at: { file: spec.template },
  });
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);

const decoder = new TextDecoder();

const bundleFile = ({ bundle }: Template, { template }: FileSpec, field: string): BundleFile => {
  const file = bundle.get(template);
  if (file !== undefined) return file;
  throw new TemplatingError('TEMPLATE_FILE_MISSING', `${field}: the template has no file "${template}"`, {
    field: `${field}.template`,
    hint: nameHint(template, bundle.keys(), 'files'),
  });
};

/** A file with what it is called in messages. */
type Origin = { readonly rendered: RenderedFile; readonly path: string; readonly origin: string };

const renderFile = (answered: AnsweredPart, spec: FileSpec, field: string, budget: Budget): Origin[] => {
  const { part, texts, frame, masked } = answered;
  if (!isMet(spec.when, `${field}.when`, texts)) return [];
  const { template } = part;
  const rendering = renderingOf(answered, budget);
  const body: Body = { spec, file: bundleFile(template, spec, field), rendering, template };
  const bodies = framesOf(frame, spec, field);
  const maskedBodies = masked === undefined ? [] : framesOf(masked, spec, field);
  return framesOf(texts.frame, spec, field).flatMap((pathFrame, index): Origin[] => {
    const path = renderPath(spec.path, field, texts, pathFrame, rendering);
    if (path === undefined) return [];
    const problem = pathProblem(path);
    if (problem !== undefined) throw refusePath(path, field, problem);
    const bytes = renderBody(body, bodies[index]!);
    const stored = maskedBodies.length === 0 ? undefined : renderBody(body, maskedBodies[index]!);
    const isLink = body.file.symlink === true;
    const badLink = isLink ? linkProblem(path, decoder.decode(bytes)) : undefined;
    if (badLink !== undefined) throw refusePath(path, field, `is a link whose target "${decoder.decode(bytes)}" ${badLink}`);
    const rendered: RenderedFile = {
      path,
      bytes,
      ...(stored !== undefined && !isSame(stored, bytes) && { stored }),
      ...((spec.executable ?? body.file.executable ?? false) && !isLink && { executable: true as const }),
      ...(isLink && { symlink: true as const }),
      ...(spec.skip_if_exists === true && { skipIfExists: true as const }),
      template: spec.template,
    };
    return [{ rendered, path, origin: `${part.prefix}${field} (${spec.template})` }];
  });
};

/**
 * Renders every file that the answers ask for. The same template, answers, slots and input give the same bytes on every machine.
 * @throws TemplatingError with file, line and column for unknown or unanswered names, missing partials and syntax; for unsafe or colliding paths;
 * for output beyond 16 MiB a file, 64 MiB or 10,000 files in all
 */
export const renderTemplate = (template: Template, answers: Answers, options: RenderOptions = {}): RenderedFile[] => {
  const budget = newBudget();
  const files: Origin[] = [];
  let total = 0;
  for (const answered of answeredParts(template, answers, budget, options))
    for (const [index, spec] of answered.part.template.manifest.files.entries()) {
      const rendered = renderFile(answered, spec, `files[${index}]`, budget);
      files.push(...rendered);
      total += rendered.reduce((sum, file) => sum + file.rendered.bytes.byteLength, 0);
      if (total > MAX_TOTAL_BYTES)
        throw new TemplatingError('OUTPUT_TOO_LARGE', `the files come out larger than ${MAX_TOTAL_BYTES} bytes in all`);
      if (files.length > MAX_FILES) throw new TemplatingError('OUTPUT_TOO_LARGE', `more than ${MAX_FILES} files come out`);
    }
  refuseCollisions(files);
  return files.map(({ rendered }) => rendered);
};
