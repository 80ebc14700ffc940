import { statSync } from 'node:fs';
import { publishShipped, parseTemplateReference, type TemplateReference } from '../commands/templates.js';
import { DomainError } from '../domain/decider.js';
import { listTemplates } from '../projections/template-catalogue/template-catalogue.queries.js';
import { findTemplates, type Candidate, type Wanted } from '../templating/find-template.js';
import { canPrompt } from './terminal/capabilities.js';
import { withReadModels } from './read-models.js';
import type { Session } from './with-formwork.js';

const MAX_LISTED = 5;

const describe = ({ id, score }: Candidate): string => `${id} (${score.toFixed(1)})`;

const chooseAtTerminal = async (
  task: string,
  candidates: readonly Candidate[],
  descriptions: ReadonlyMap<string, string>,
): Promise<string> => {
  const { openPrompts } = await import('./prompt/open-prompts.js');
  const reply = await openPrompts().ask({
    name: 'template',
    type: 'choice',
    prompt: `Which template for "${task}"?`,
    choices: candidates.map((candidate) => ({
      value: candidate.id,
      label: `${describe(candidate)}  ${descriptions.get(candidate.id) ?? ''}`,
    })),
    required: true,
    canGoBack: false,
    number: 1,
    check: (typed) => (typeof typed === 'string' ? { ok: true, value: typed } : { ok: false, message: 'choose a template' }),
  });
  return reply.kind === 'answer' && typeof reply.value === 'string' ? reply.value : candidates[0]!.id;
};

/**
 * The template that fits a task, by its kind, language, tags and words. Where several fit, a person at a terminal chooses.
 * @throws DomainError TEMPLATE_NOT_FOUND, TEMPLATE_AMBIGUOUS with the candidates and their scores
 */
export const findTemplateForTask = async (
  { formwork, metadata }: Session,
  wanted: Wanted,
  { ask }: { readonly ask: boolean },
): Promise<TemplateReference> => {
  await publishShipped(formwork.ports, metadata);
  const templates = (await withReadModels(formwork, listTemplates)).map(({ templateId, ...template }) => ({ id: templateId, ...template }));
  const { candidates, best } = findTemplates(templates, wanted);
  if (best !== undefined) return parseTemplateReference(best);
  const listed = candidates.slice(0, MAX_LISTED);
  if (listed.length === 0)
    throw new DomainError('TEMPLATE_NOT_FOUND', `no template fits "${wanted.task}"`, {
      field: 'task',
      hint: 'see what there is with: formwork template list',
    });
  if (ask && canPrompt(process.stdin, process.stderr))
    return parseTemplateReference(
      await chooseAtTerminal(wanted.task, listed, new Map(templates.map(({ id, description }) => [id, description]))),
    );
  throw new DomainError('TEMPLATE_AMBIGUOUS', `several templates fit "${wanted.task}": ${listed.map(describe).join(', ')}`, {
    field: 'task',
    hint: `name one of them: formwork generate ${listed[0]!.id}, or add --language or --kind`,
  });
};

/** Without an id the first argument can only be the destination: a path, or a folder that is there. */
export const isDestination = (argument: string): boolean =>
  argument.includes('/') || argument === '.' || (statSync(argument, { throwIfNoEntry: false })?.isDirectory() ?? false);
