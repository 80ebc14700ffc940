import { beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { OpenApi } from './support/openapi.js';
import { sharedTestService } from './support/service.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

describe('the description of the API', () => {
  const running = sharedTestService();
  let document: OpenApi;
  beforeAll(async () => void (document = (await (await fetch(`${running().url}/docs/openapi.json`)).json()) as OpenApi));

  it('is valid OpenAPI 3.1, with every reference resolved', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe('3.1');
    expect(validator.resolveRefs()).toBeDefined();
  });

  it('names every route', () => {
    const routes = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => method in item).map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'get /health/live',
      'get /health/ready',
      'get /v1/events',
      'get /v1/events/stream',
      'get /v1/generations',
      'get /v1/generations/{generationId}',
      'get /v1/projections',
      'get /v1/stats',
      'get /v1/templates',
      'get /v1/templates/{id}',
      'get /v1/templates/{id}/versions/{version}/schema',
      'get /v1/traces',
      'post /v1/generations',
      'post /v1/generations/{generationId}/outcomes',
      'post /v1/projections/{name}/rebuild',
      'post /v1/templates',
      'post /v1/templates/{id}/activate',
      'post /v1/templates/{id}/rollback',
    ]);
  });

  it('says of every operation what it takes, what it answers and how it fails', () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(item)) {
        const described = {
          operation: `${method} ${path}`,
          ...(operation as { summary?: string; operationId?: string; parameters?: { name: string; description?: string }[] }),
        };
        expect(described).toMatchObject({ operationId: expect.any(String), summary: expect.stringMatching(/\w{3}/) });
        const success = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
        expect(success.length).toBeGreaterThan(0);
        for (const [, { content = {} }] of success) expect(Object.values(content)[0]?.schema).toBeDefined();
        expect(operation.responses.default?.content).toHaveProperty(['application/problem+json', 'schema']);
        for (const parameter of described.parameters ?? [])
          expect([parameter.name, parameter.description]).toEqual([parameter.name, expect.stringMatching(/\w{3}/)]);
      }
  });

  it('is shown by a page that loads nothing from elsewhere', async () => {
    const { url } = running();
    const page = await (await fetch(`${url}/docs`)).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(loaded.length).toBeGreaterThan(2);
    for (const address of loaded) {
      expect(address).toMatch(/^\/docs\//);
      expect((await fetch(url + address)).status).toBe(200);
    }
  });
});
