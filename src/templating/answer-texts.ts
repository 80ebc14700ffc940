import type { Answers, AnswerValues } from './answers.js';
import { missingName, missingPartial } from './missing-names.js';
import { newBudget, renderUnit } from './mustache-renderer.js';
import { parseMustache } from './mustache-syntax.js';
import { renderText } from './question-texts.js';
import { MANIFEST_FILE, type Template } from './template.js';
import { answeredParts } from './template-parts.js';

/** A text that a model may write, with what it is asked for; `name` carries the namespace of an included template. */
export type SlotRequest = { readonly name: string; readonly prompt: string; readonly fallback: string; readonly maxTokens?: number };

/** The slots of a template with its answers in place. Secrets never reach a prompt. */
export const slotRequests = (template: Template, answers: Answers): SlotRequest[] =>
  answeredParts(template, answers, newBudget()).flatMap(({ part, texts }) =>
    (part.template.manifest.slots ?? []).map(({ name, prompt, fallback, max_tokens: maxTokens }) => ({
      name: part.prefix + name,
      prompt: renderText(prompt, `slots.${name}.prompt`, texts),
      fallback: renderText(fallback, `slots.${name}.fallback`, texts),
      ...(maxTokens !== undefined && { maxTokens }),
    })),
  );

/**
 * Renders a text of `template.json` that stands outside questions and files (a check's command, a migration's step or path) over answers
 * that may be of another version. Strict, like everything else.
 * @throws TemplatingError for syntax and unknown names; `field` says where
 */
export const renderOver = (values: AnswerValues, text: string, field: string): string =>
  renderUnit(
    parseMustache({ file: MANIFEST_FILE, field, text }),
    { value: values },
    {
      budget: newBudget(),
      partials: () => undefined,
      missing: missingName(() => undefined),
      missingPartial: missingPartial(() => []),
    },
  );
