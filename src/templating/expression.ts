import jsep from 'jsep';
import { closest } from './did-you-mean.js';
import { TemplatingError } from './errors.js';
import type { Json } from './manifest.js';
import { isSameJson } from './same-json.js';
import { lookUp, mayBeMissing, member, NO_VALUE, visibleNames, type Explanation, type Frame } from './scope.js';

/**
 * The expression language: what Mustache cannot say in a condition or a computed value. Comparisons, arithmetic, `&&`, `||`, `!`,
 * `in`, `a ? b : c`, lists, answers by name and the helpers after a dot. Nothing can be called, so it always ends and reaches nothing.
 */
jsep.addBinaryOp('in', 7);

export type ExpressionContext = {
  readonly frame: Frame;
  readonly field: string;
  readonly explain?: (name: string) => Explanation | undefined;
};

const refuse = (field: string, message: string, hint?: string): TemplatingError =>
  new TemplatingError('EXPRESSION_INVALID', `${field}: ${message}`, { field, ...(hint !== undefined && { hint }) });

const parsed = new Map<string, jsep.Expression>();
const MAX_PARSED = 1000;

/** @throws TemplatingError EXPRESSION_INVALID with the column. */
export const parseExpression = (text: string, field: string): jsep.Expression => {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  try {
    const expression = jsep(text);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(text, expression);
    return expression;
  } catch (error) {
    const { index, description } = error as { readonly index?: number; readonly description?: string };
    throw refuse(
      field,
      `"${text}" is no expression: ${(description ?? String(error)).toLowerCase()} at column ${(index ?? 0) + 1}`,
      `write fixed text in quotes, and answers in Mustache as {{name}}`,
    );
  }
};

/** Unanswered names are null here: equal to nothing but null, false as a condition, an error in arithmetic. */
const identifier = (path: readonly string[], { frame, field, explain }: ExpressionContext): Json => {
  const value = lookUp(frame, path);
  if (value !== NO_VALUE) return value;
  if (mayBeMissing(frame, path)) return null;
  const name = path.join('.');
  const explained = explain?.(path[0]!);
  const meant = closest(path.at(-1)!, visibleNames(frame, path));
  throw new TemplatingError('VARIABLE_UNKNOWN', `${field}: ${explained?.message ?? `"${name}" is not known here`}`, {
    field,
    hint: explained?.hint ?? (meant === undefined ? 'for fixed text, write it in quotes' : `did you mean "${meant}"?`),
  });
};

const pathOf = (node: jsep.Expression): readonly string[] | undefined => {
  if (node.type === 'Identifier') return [(node as jsep.Identifier).name];
  if (node.type !== 'MemberExpression') return undefined;
  const { object, property, computed } = node as jsep.MemberExpression;
  const around = pathOf(object);
  return around === undefined || computed ? undefined : [...around, (property as jsep.Identifier).name];
};

const kindOf = (value: Json): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ?? typeof value;
};

const isTrue = (value: Json): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0);

const compare = (operator: string, a: Json, b: Json, field: string): boolean => {
  if (a === null || b === null) return false;
  const comparable = (typeof a === 'number' && typeof b === 'number') || (typeof a === 'string' && typeof b === 'string');
  if (!comparable) throw refuse(field, `"${operator}" cannot compare ${kindOf(a)} with ${kindOf(b)}`);
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
};

const isPlain = (value: Json): value is string | number | boolean => value !== null && typeof value !== 'object';

const calculate = (operator: string, a: Json, b: Json, field: string): Json => {
  if (operator === '+' && (typeof a === 'string' || typeof b === 'string') && isPlain(a) && isPlain(b)) return String(a) + String(b);
  if (typeof a !== 'number' || typeof b !== 'number')
    throw refuse(field, `"${operator}" needs two numbers, not ${kindOf(a)} and ${kindOf(b)}`);
  const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b, '**': a ** b }[operator];
  if (result === undefined) throw refuse(field, `"${operator}" is not part of the expression language`);
  if (!Number.isFinite(result)) throw refuse(field, `${a} ${operator} ${b} is not a number`);
  return result;
};

const contains = (needle: Json, haystack: Json, field: string): boolean => {
  if (Array.isArray(haystack)) return (haystack as readonly Json[]).some((item) => isSameJson(item, needle));
  if (typeof haystack === 'string' && typeof needle === 'string') return haystack.includes(needle);
  if (haystack === null) return false;
  throw refuse(field, `"in" looks into a list or a text, not into ${kindOf(haystack)}`);
};

const binary = ({ operator, left, right }: jsep.BinaryExpression, context: ExpressionContext): Json => {
  const a = evaluate(left, context);
  if (operator === '&&') return isTrue(a) ? evaluate(right, context) : a;
  if (operator === '||') return isTrue(a) ? a : evaluate(right, context);
  const b = evaluate(right, context);
  switch (operator) {
    case '==':
    case '===':
      return isSameJson(a, b);
    case '!=':
    case '!==':
      return !isSameJson(a, b);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, a, b, context.field);
    case 'in':
      return contains(a, b, context.field);
    default:
      return calculate(operator, a, b, context.field);
  }
};

const unary = ({ operator, argument }: jsep.UnaryExpression, context: ExpressionContext): Json => {
  const value = evaluate(argument, context);
  if (operator === '!') return !isTrue(value);
  if ((operator === '-' || operator === '+') && typeof value === 'number') return operator === '-' ? -value : value;
  throw refuse(context.field, `"${operator}" cannot be put before ${kindOf(value)}`);
};

const access = (node: jsep.MemberExpression, context: ExpressionContext): Json => {
  const object = evaluate(node.object, context);
  const key = node.computed ? evaluate(node.property, context) : (node.property as jsep.Identifier).name;
  const value = object === null || !isPlain(key) ? NO_VALUE : member(object, String(key));
  return value === NO_VALUE ? null : value;
};

/** @throws TemplatingError for names, types and syntax that the language does not have. */
export const evaluate = (node: jsep.Expression, context: ExpressionContext): Json => {
  const path = pathOf(node);
  if (path !== undefined) return identifier(path, context);
  switch (node.type) {
    case 'Literal': {
      const { value } = node as jsep.Literal;
      return value as Json;
    }
    case 'BinaryExpression':
      return binary(node as jsep.BinaryExpression, context);
    case 'UnaryExpression':
      return unary(node as jsep.UnaryExpression, context);
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      return evaluate(isTrue(evaluate(test, context)) ? consequent : alternate, context);
    }
    case 'ArrayExpression':
      return (node as jsep.ArrayExpression).elements.map((element) => (element === null ? null : evaluate(element, context)));
    case 'MemberExpression':
      return access(node as jsep.MemberExpression, context);
    case 'CallExpression':
      throw refuse(context.field, 'nothing can be called in an expression', 'helpers stand after a dot: name.kebab');
    case 'Compound':
      throw refuse(context.field, 'two expressions stand side by side', 'for fixed text, write it in quotes');
    default:
      throw refuse(context.field, `${node.type} is not part of the expression language`);
  }
};

/** Every name an expression mentions, for checks before it is ever evaluated. */
export const namesIn = (node: jsep.Expression): readonly (readonly string[])[] => {
  const path = pathOf(node);
  if (path !== undefined) return [path];
  return Object.values(node).flatMap((part) => {
    const parts = (Array.isArray(part) ? part : [part]) as readonly unknown[];
    return parts.flatMap((inner) =>
      typeof inner === 'object' && inner !== null && 'type' in inner ? namesIn(inner as jsep.Expression) : [],
    );
  });
};
