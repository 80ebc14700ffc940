import { booleanFrom } from './conditions.js';
import { TemplatingError } from './errors.js';
import { evaluate, parseExpression } from './expression.js';
import type { Delimiters, Json } from './manifest.js';
import { missingName, missingPartial, type Explain } from './missing-names.js';
import { renderUnit, type Budget } from './mustache-renderer.js';
import { DEFAULT_DELIMITERS, parseMustache } from './mustache-syntax.js';
import type { Frame } from './scope.js';
import { MANIFEST_FILE, partialFiles, type Template } from './template.js';

/** What the texts of `template.json` are rendered over: earlier answers, never secrets, since the results are recorded. */
export type TextContext = {
  readonly template: Template;
  readonly frame: Frame;
  readonly explain: Explain;
  readonly budget: Budget;
};

type TextOptions = { readonly lenient?: boolean; readonly delimiters?: Delimiters };

/**
 * Renders one text of `template.json`; `field` names it in errors.
 * @throws TemplatingError for syntax and for names without a value
 */
export const renderText = (
  text: string,
  field: string,
  { template, frame, explain, budget }: TextContext,
  options: TextOptions = {},
): string => {
  const delimiters = options.delimiters ?? template.delimiters;
  if (!text.includes(delimiters[0])) return text;
  return renderUnit(parseMustache({ file: MANIFEST_FILE, field, text }, delimiters), frame, {
    budget,
    partials: template.partials,
    missing: missingName(explain, options),
    missingPartial: missingPartial(() => partialFiles(template.bundle, template.manifest).keys()),
  });
};

/** Every text inside a value, rendered. */
export const renderTexts = (value: Json, field: string, context: TextContext): Json => {
  if (typeof value === 'string') return renderText(value, field, context);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renderTexts(item, field, context));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderTexts(item, field, context)]));
};

/**
 * The delimiters of a condition, a computed value or a path: the template's own, or the usual ones where the text has only those, since
 * braces mean nothing else there. Undefined: the text has no tags.
 */
export const delimitersIn = (text: string, own: Delimiters): Delimiters | undefined => {
  if (text.includes(own[0])) return own;
  return text.includes(DEFAULT_DELIMITERS[0]) ? DEFAULT_DELIMITERS : undefined;
};

const truthOf = (value: Json, field: string, condition: string): boolean => {
  if (typeof value === 'string') {
    const known = booleanFrom(value);
    if (known !== undefined) return known;
    throw new TemplatingError('CONDITION_UNCLEAR', `${field}: "${condition}" comes out as "${value}", which is neither true nor false`, {
      field,
      hint: 'compare it, as in: database == "postgres"',
    });
  }
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
};

/** Whether a `when` holds: Mustache that comes out as true or false, or an expression. Blank or missing means always. */
export const isMet = (condition: string | undefined, field: string, context: TextContext): boolean => {
  if (condition === undefined || condition.trim() === '') return true;
  const delimiters = delimitersIn(condition, context.template.delimiters);
  if (delimiters !== undefined) return truthOf(renderText(condition, field, context, { lenient: true, delimiters }), field, condition);
  return booleanFrom(condition) ?? truthOf(evaluate(parseExpression(condition, field), { ...context, field }), field, condition);
};

const IS_BOOLEAN = /^(?:true|false)$/;

/** The value of a computed question. Mustache gives text, except that `true` and `false` come out as what they say, so that sections can ask for them. */
export const computedValue = (value: string, field: string, context: TextContext): Json => {
  const delimiters = delimitersIn(value, context.template.delimiters);
  if (delimiters === undefined) return evaluate(parseExpression(value, field), { ...context, field });
  const text = renderText(value, field, context, { delimiters });
  return IS_BOOLEAN.test(text) ? text === 'true' : text;
};
