import { parseDocument } from 'yaml';
import type { Json } from './manifest.js';

const MAX_ALIASES = 100;

/** Reads one YAML 1.2 document as plain data. @throws Error with the parser's sentence, line and column */
export const parseYamlText = (text: string): Json => {
  const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return (document.toJS({ maxAliasCount: MAX_ALIASES }) ?? null) as Json;
};
