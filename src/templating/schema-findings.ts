import { Ajv, type ErrorObject } from 'ajv';
import { nameHint } from './did-you-mean.js';
import { finding, type Finding } from './findings.js';
import type { JSONPath, Locate } from './manifest-source.js';
import { TEMPLATE_SCHEMA } from './template-schema.js';

const validate = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false }).compile(TEMPLATE_SCHEMA);

const pathOf = ({ instancePath }: ErrorObject, document: unknown): JSONPath => {
  let value = document;
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => {
      const key = Array.isArray(value) ? Number(part) : part;
      value = (value as Readonly<Record<string | number, unknown>>)[key];
      return key;
    });
};

/** `questions[2].min`, as people write it; a question is called by its name where it has one. */
export const describePath = (path: JSONPath): string =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`), '') ||
  'template.json';

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const typeNames = (types: unknown): string =>
  [types].flat().map((type) => TYPE_NAMES[String(type)] ?? String(type)).join(' or '); // prettier-ignore

type Sentence = { readonly code: string; readonly message: string; readonly path: JSONPath; readonly what?: 'key'; readonly hint?: string };

const sentenceOf = (error: ErrorObject, path: JSONPath): Sentence | undefined => {
  const where = describePath(path);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const known = Object.keys((error.parentSchema as { readonly properties?: object }).properties ?? {});
      const message = `${where} has no property "${name}"`;
      return { code: 'PROPERTY_UNKNOWN', message, path: [...path, name], what: 'key', hint: nameHint(name, known, 'properties') };
    }
    case 'required':
      return { code: 'PROPERTY_MISSING', message: `${where} needs "${String(params['missingProperty'])}"`, path };
    case 'type':
      return { code: 'PROPERTY_TYPE', message: `${where} is not ${typeNames(params['type'])}`, path };
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly string[]).map(String);
      const value = JSON.stringify(error.data);
      return {
        code: 'PROPERTY_VALUE',
        message: `${where} cannot be ${value}`,
        path,
        hint: nameHint(String(error.data), allowed, 'possible'),
      };
    }
    case 'minItems':
    case 'maxItems':
      return {
        code: 'PROPERTY_VALUE',
        message: `${where} needs ${error.keyword === 'minItems' ? 'at least' : 'at most'} ${String(params['limit'])} entries`,
        path,
      };
    case 'minimum':
      return { code: 'PROPERTY_VALUE', message: `${where} is at least ${String(params['limit'])}`, path };
    case 'pattern':
      return { code: 'PROPERTY_VALUE', message: `${where} may have neither blanks nor "="`, path };
    default:
      return undefined; // of "if": what follows it is reported by itself
  }
};

/** What the schema has to say about a manifest, with places. */
export const schemaFindings = (document: unknown, locate: Locate): Finding[] => {
  if (validate(document)) return [];
  return (validate.errors ?? []).flatMap((error) => {
    const sentence = sentenceOf(error, pathOf(error, document));
    if (sentence === undefined) return [];
    return finding('error', sentence.code, sentence.message, locate(sentence.path, sentence.what), sentence.hint);
  });
};
