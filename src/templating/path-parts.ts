import type { Node, Unit } from './mustache-syntax.js';

/** Cuts a path at the slashes that stand in its text, not at those inside sections or answers. */
export const pathParts = ({ nodes }: Unit): Node[][] => {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (typeof node !== 'string') parts.at(-1)!.push(node);
    else
      node.split('/').forEach((text, index) => {
        if (index > 0) parts.push([]);
        if (text !== '') parts.at(-1)!.push(text);
      });
  }
  return parts;
};
