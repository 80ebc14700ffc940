import type { OfferedChoice } from './asking.js';
import { TemplatingError } from './errors.js';
import type { Choice, Json, Question } from './manifest.js';
import { isMet, renderText, renderTexts, type TextContext } from './question-texts.js';
import { isSameJson } from './same-json.js';

type LongChoice = { readonly value: Json; readonly label?: string; readonly when?: string };

const isLong = (choice: Choice): choice is LongChoice =>
  typeof choice === 'object' && choice !== null && !Array.isArray(choice) && Object.hasOwn(choice, 'value');

export const labelOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Choices on offer now, and those that a condition withholds. */
export type Offer = { readonly open: readonly OfferedChoice[]; readonly withheld: readonly OfferedChoice[] };

/**
 * Resolves the choices of a question over the earlier answers. A choice that comes out blank is not on offer; of equal values the first stays.
 * @throws TemplatingError CHOICES_EMPTY where nothing is left to choose
 */
export const offeredChoices = ({ name, choices = [] }: Question, context: TextContext): Offer => {
  const open: OfferedChoice[] = [];
  const withheld: OfferedChoice[] = [];
  for (const [index, choice] of choices.entries()) {
    const field = `questions.${name}.choices[${index}]`;
    const long: LongChoice = isLong(choice) ? choice : { value: choice };
    const value = renderTexts(long.value, field, context);
    const isBlank = value === '' && long.value !== '';
    const label = long.label === undefined ? labelOf(value) : renderText(long.label, field, context);
    if (isBlank || open.some((other) => isSameJson(other.value, value))) continue;
    (isMet(long.when, `${field}.when`, context) ? open : withheld).push({ value, label });
  }
  if (open.length > 0) return { open, withheld };
  throw new TemplatingError('CHOICES_EMPTY', `"${name}" has no choice left with the answers so far`, {
    field: name,
    hint: 'give the question a "when", or one choice that is always on offer',
  });
};
