import { booleanFrom } from './conditions.js';
import { TemplatingError } from './errors.js';
import { namesIn, parseExpression } from './expression.js';
import type { Delimiters } from './manifest.js';
import { parseMustache, type Node } from './mustache-syntax.js';
import { delimitersIn } from './question-texts.js';
import { MANIFEST_FILE } from './template.js';

/** Names mentioned in a condition, Mustache or expression; none where it cannot be read, which is reported where it stands. */
export const namesInCondition = (condition: string, delimiters: Delimiters): string[] => {
  try {
    const own = delimitersIn(condition, delimiters);
    if (own === undefined)
      return booleanFrom(condition) === undefined ? namesIn(parseExpression(condition, '')).map(([head]) => head!) : [];
    const names = (nodes: readonly Node[]): string[] =>
      nodes.flatMap((node) =>
        typeof node === 'string' ? [] : [node.name.split('.')[0]!, ...('children' in node ? names(node.children) : [])],
      );
    return names(parseMustache({ file: MANIFEST_FILE, field: 'condition', text: condition }, own).nodes);
  } catch (error) {
    if (error instanceof TemplatingError) return [];
    throw error;
  }
};
