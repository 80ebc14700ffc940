import type { AskedQuestion } from '../../templating/asking.js';

/** The default of a question of several lines, as the text in which it is edited. The large YAML package is loaded only where it is needed. */
export const editableText = async ({ type, default: initial }: AskedQuestion): Promise<string> => {
  if (initial === undefined || initial === null) return '';
  if (type === 'yaml' && typeof initial !== 'string') return (await import('yaml')).stringify(initial).trimEnd();
  return typeof initial === 'string' && type !== 'json' ? initial : JSON.stringify(initial, null, 2);
};
