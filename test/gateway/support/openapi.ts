import { Ajv, type ValidateFunction } from 'ajv';

type Schema = Record<string, unknown>;
type Operation = {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
};
export type OpenApi = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Nothing may be answered that is not described. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const schema: Schema = Object.fromEntries(Object.entries(value).map(([key, inner]): [string, unknown] => [key, closed(inner)]));
  const isRecord = 'properties' in schema && schema.type === 'object' && !('additionalProperties' in schema);
  return isRecord ? { ...schema, additionalProperties: false } : schema;
};

const matches = (template: string, path: string): boolean => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);

/** Holds answers against what the service says of itself at /docs/openapi.json. */
export class DescribedApi {
  readonly #ajv = new Ajv({ strict: false, validateFormats: false });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(readonly document: OpenApi) {
    this.#ajv.addSchema({ $id: 'api', components: closed(document.components) });
  }

  /** @throws Error where an answer is not as described */
  check(method: string, path: string, status: number, type: string, body: unknown): void {
    const template =
      Object.keys(this.document.paths).find((candidate) => candidate === path) ??
      Object.keys(this.document.paths).find((candidate) => matches(candidate, path));
    const operation = template === undefined ? undefined : this.document.paths[template]?.[method.toLowerCase()];
    if (operation === undefined) return;
    const schema = (operation.responses[status] ?? operation.responses.default)?.content?.[type]?.schema;
    if (schema === undefined) throw new Error(`${method} ${template} does not describe status ${status} as ${type}`);
    const key = `${method} ${template} ${status} ${type}`;
    const validate =
      this.#validators.get(key) ??
      this.#ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as Schema);
    this.#validators.set(key, validate);
    if (!validate(body)) throw new Error(`${key} is not as described: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`);
  }
}
