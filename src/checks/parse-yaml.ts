import { LineCounter, parseAllDocuments } from 'yaml';
import type { Parse } from './syntax-problem.js';

/** Tags that this parser does not know (`!Ref`) belong to the file's reader and are no mistake. */
export const parseYaml: Parse = (text) => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [first] = [documents].flat().flatMap(({ errors }) => errors);
  if (first === undefined) return undefined;
  const { line, col } = lines.linePos(first.pos[0]);
  return { message: first.message, line, column: col };
};
