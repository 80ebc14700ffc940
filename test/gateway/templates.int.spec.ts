import { describe, expect, it } from '@jest/globals';
import { greeting, sharedTestService, uploadOf, type Problem, type TestService } from './support/service.js';

type Published = {
  readonly templateId: string;
  readonly version: string;
  readonly digest: string;
  readonly active: boolean;
  readonly position: string;
  readonly warnings: readonly unknown[];
};
type Shown = {
  readonly activeVersion: string;
  readonly version: string;
  readonly versions: readonly { readonly version: string }[];
  readonly questions: readonly { readonly name: string }[];
  readonly history: readonly { readonly kind: string; readonly reason?: string }[];
};

const publish = async (service: TestService, version: string, id = 'greeting') =>
  (await service.post<Published>('/v1/templates', { body: { files: uploadOf({ ...greeting, id, version }) } })).body;

describe('templates over REST', () => {
  const running = sharedTestService();

  it('lists those that come with Formwork', async () => {
    const service = running();
    const { status, body } = await service.get<{ items: { templateId: string; activeVersion: string }[] }>(
      `/v1/templates?after=${await service.formwork.ports.store.lastPosition()}`,
    );
    expect(status).toBe(200);
    expect(body.items).toContainEqual(expect.objectContaining({ templateId: 'elixir-genserver-cache', activeVersion: expect.any(String) }));
  });

  it('publishes an uploaded folder, shows it, and makes other versions active', async () => {
    const service = running();
    const first = await publish(service, '1.0.0');
    expect(first).toEqual({
      templateId: 'greeting',
      version: '1.0.0',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      active: true,
      position: expect.stringMatching(/^\d+$/),
      warnings: [],
    });
    expect((await publish(service, '1.1.0')).active).toBe(false);

    const activated = await service.post<{ version: string; position: string }>('/v1/templates/greeting/activate', {
      body: { version: '1.1' },
    });
    expect(activated).toMatchObject({ status: 200, body: { templateId: 'greeting', version: '1.1.0' } });
    const rolledBack = await service.post<{ position: string }>('/v1/templates/greeting/rollback', { body: { reason: 'too loud' } });
    expect(rolledBack).toMatchObject({ status: 200, body: { templateId: 'greeting', fromVersion: '1.1.0', version: '1.0.0' } });

    const { body } = await service.get<Shown>(`/v1/templates/greeting?version=1.1&after=${rolledBack.body.position}`);
    expect(body).toMatchObject({ activeVersion: '1.0.0', version: '1.1.0', questions: [{ name: 'name' }] });
    expect(body.versions.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
    expect(body.history).toMatchObject([{ kind: 'activated' }, { kind: 'activated' }, { kind: 'rolled-back', reason: 'too loud' }]);
  });

  it('takes binary and executable files', async () => {
    const service = running();
    const bytes = Buffer.from([0, 255, 1, 254]);
    const files = [
      {
        path: 'template.json',
        content: JSON.stringify({
          id: 'raw',
          spec_version: '1.0.0',
          files: [
            { path: 'logo.bin', template: 'logo.bin', raw: true },
            { path: 'run.sh', template: 'run.sh', raw: true, executable: true },
          ],
        }),
      },
      { path: 'logo.bin', content: bytes.toString('base64'), encoding: 'base64' },
      { path: 'run.sh', content: '#!/bin/sh\n', executable: true },
    ];
    expect((await service.post('/v1/templates', { body: { files } })).status).toBe(201);
    const { body } = await service.post<{ files: { content: string; encoding: string; executable?: boolean }[] }>('/v1/generations', {
      body: { templateId: 'raw' },
    });
    expect(body.files).toMatchObject([
      { content: bytes.toString('base64'), encoding: 'base64' },
      { content: '#!/bin/sh\n', encoding: 'utf8', executable: true },
    ]);
  });

  it('describes the answers of a version as JSON Schema', async () => {
    const service = running();
    const { status, body } = await service.get('/v1/templates/elixir-genserver-cache/versions/1/schema');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        use_ets: { type: 'boolean', default: true },
        ttl_minutes: { type: 'integer', minimum: 1, default: 5, 'x-when': '{{use_ets}}' },
        supervisor_strategy: { enum: ['one_for_one', 'rest_for_one', 'one_for_all'] },
      },
      additionalProperties: false,
    });
  });

  it.each([
    ['no template.json', [{ path: 'a.txt', content: '' }], 422, 'MANIFEST_MISSING'],
    ['a path out of its folder', [{ path: '../a.txt', content: '' }], 400, 'REQUEST_INVALID'],
    ['an absolute path', [{ path: '/etc/a.txt', content: '' }], 400, 'REQUEST_INVALID'],
    ['the same file twice', [...uploadOf(), { path: 'template.json', content: '{}' }], 422, 'FILE_TWICE'],
    ['content that is not base64', [{ path: 'template.json', content: 'no base64!', encoding: 'base64' }], 400, 'REQUEST_INVALID'],
    ['a body with an unknown name', uploadOf({ files: { 'a.txt': '{{nobody}}' } }), 422, 'TEMPLATE_LINT'],
  ])('refuses to publish %s', async (_what, files, status, code) => {
    const service = running();
    const before = await service.formwork.ports.store.lastPosition();
    expect(await service.post<Problem>('/v1/templates', { body: { files } })).toMatchObject({ status, body: { code, status } });
    expect(await service.formwork.ports.store.lastPosition()).toBe(before);
  });

  it('refuses other content under a published version', async () => {
    const service = running();
    await publish(service, '1.0.0', 'fixed');
    const { status, body } = await service.post<Problem>('/v1/templates', {
      body: { files: uploadOf({ id: 'fixed', files: { 'hello.txt': 'Bye!\n' } }) },
    });
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'TEMPLATE_VERSION_EXISTS', field: 'spec_version', hint: expect.any(String) },
    });
  });

  it.each([
    ['GET', '/v1/templates/nobody', undefined, 404, 'TEMPLATE_UNKNOWN'],
    ['GET', '/v1/templates/elixir-genserver-cache?version=9', undefined, 404, 'TEMPLATE_VERSION_UNKNOWN'],
    ['GET', '/v1/templates/nobody/versions/1.0.0/schema', undefined, 404, 'TEMPLATE_UNKNOWN'],
    ['GET', '/v1/templates/Not%20an%20id', undefined, 422, 'TEMPLATE_ID_INVALID'],
    ['POST', '/v1/templates/elixir-genserver-cache/activate', { version: '9.9.9' }, 404, 'TEMPLATE_VERSION_UNKNOWN'],
    ['POST', '/v1/templates/elixir-genserver-cache/activate', {}, 400, 'REQUEST_INVALID'],
    ['POST', '/v1/templates/elixir-genserver-cache/rollback', { reason: 'why not' }, 409, 'ROLLBACK_IMPOSSIBLE'],
    ['POST', '/v1/templates/elixir-genserver-cache/rollback', {}, 400, 'REQUEST_INVALID'],
  ])('%s %s with %j is refused', async (method, path, body, status, code) => {
    const service = running();
    const answer = method === 'GET' ? await service.get<Problem>(path) : await service.post<Problem>(path, { body });
    expect(answer).toMatchObject({ status, body: { code, detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });
});
