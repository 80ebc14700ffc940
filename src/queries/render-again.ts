import { sha256Of } from '../commands/content.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import { recordedInput } from '../commands/input.js';
import { readTemplateVersion } from '../commands/open-template.js';
import type { EventStore } from '../eventstore/event-store.js';
import { restoreAnswers } from '../templating/restore-answers.js';
import { renderTemplate } from '../templating/render.js';

/** One file of a generation, rendered again: the hash recorded then, and the one that comes out now. */
export type RenderedAgain = { readonly path: string; readonly recorded: string; readonly rendered?: string; readonly identical: boolean };

/**
 * Renders a generation again from its events alone (template version, answers, slots, input file) and compares hashes. No file, model or clock is asked.
 * @throws DomainError where the version's events or contents are missing or damaged
 */
export const renderAgain = async (store: EventStore, generation: GenerationDocument): Promise<readonly RenderedAgain[]> => {
  const { templateId, templateVersion } = generation;
  const template = await readTemplateVersion(store, templateId, templateVersion);
  const input = await recordedInput(store, generation);
  const rendered = new Map(
    renderTemplate(template, restoreAnswers(template, generation.answers), { ...(input !== undefined && { input }) }).map(
      ({ path, bytes, stored }) => [path, sha256Of(stored ?? bytes)],
    ),
  );
  return generation.files.map(({ path, sha256: recorded }) => {
    const again = rendered.get(path);
    return { path, recorded, ...(again !== undefined && { rendered: again }), identical: again === recorded };
  });
};
