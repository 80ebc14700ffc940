import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { request } from 'node:http';
import { sharedTestService, startTestService, type Problem } from './support/service.js';

/** `fetch` sets some headers itself; this one sets what it is told. */
const rawStatus = (url: string, headers: Readonly<Record<string, string>>): Promise<number> =>
  new Promise((resolve, reject) =>
    request(url, { headers }, (response) => resolve(response.resume().statusCode!))
      .on('error', reject)
      .end(),
  );

describe('problem documents', () => {
  const running = sharedTestService();
  const post = (body: string | undefined, headers: Readonly<Record<string, string>>) =>
    fetch(`${running().url}/v1/generations`, { method: 'POST', headers, ...(body !== undefined && { body }) });
  const json = { 'content-type': 'application/json' };

  it.each([
    ['malformed JSON', '{ "templateId": ', json, 400, 'REQUEST_MALFORMED'],
    ['a list', '[]', json, 400, 'REQUEST_INVALID'],
    ['a number', '7', json, 400, 'REQUEST_INVALID'],
    ['null', 'null', json, 400, 'REQUEST_INVALID'],
    ['nothing', undefined, {}, 400, 'REQUEST_INVALID'],
    ['an empty body called JSON', '', json, 400, 'REQUEST_MALFORMED'],
    ['a poisoned prototype', '{"templateId":"x","__proto__":{"a":1}}', json, 400, 'REQUEST_MALFORMED'],
    ['text', 'templateId=x', { 'content-type': 'text/plain' }, 400, 'REQUEST_INVALID'],
    ['XML', '<a/>', { 'content-type': 'application/xml' }, 415, 'MEDIA_TYPE_UNKNOWN'],
    ['more than 16 MiB', `{"templateId":"${'x'.repeat(17 * 1024 * 1024)}"}`, json, 413, 'BODY_TOO_LARGE'],
    ['an empty key', '{"templateId":"x"}', { ...json, 'idempotency-key': ' ' }, 400, 'REQUEST_INVALID'],
    ['a key that is too long', '{"templateId":"x"}', { ...json, 'idempotency-key': 'k'.repeat(256) }, 400, 'REQUEST_INVALID'],
    ['another site’s page', '{"templateId":"x"}', { ...json, origin: 'https://evil.example' }, 403, 'REQUEST_FORBIDDEN'],
    ['another site’s form', '{"templateId":"x"}', { ...json, 'sec-fetch-site': 'cross-site' }, 403, 'REQUEST_FORBIDDEN'],
  ])('answer %s', async (_what, body, headers, status, code) => {
    const response = await post(body, headers);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      type: 'about:blank',
      title: response.statusText,
      status,
      code,
      detail: expect.any(String),
    });
    expect(response.status).toBe(status);
  });

  it('name every field that is wrong, by its whole path', async () => {
    const body = {
      files: [
        { path: 'a', content: 1, mode: 'x' },
        { path: '/b', content: '' },
      ],
      activate: 'yes',
    };
    const answer = await running().post<Problem & { errors: { field: string }[] }>('/v1/templates', { body });
    expect(answer.body.errors.map(({ field }) => field).sort()).toEqual(['activate', 'files.0.content', 'files.0.mode', 'files.1.path']);
  });

  it('answer what is not there', async () => {
    expect(await running().get<Problem>('/v1/nothing')).toMatchObject({
      status: 404,
      body: { code: 'ROUTE_UNKNOWN', hint: expect.stringContaining('/docs') },
    });
    expect((await fetch(`${running().url}/v1/templates`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${running().url}/v1/templates/%E0%A4%A`)).status).toBe(400);
  });

  it('carry the correlation id that was sent, or one of their own', async () => {
    const sent = await running().get<Problem>('/v1/nothing', { 'x-correlation-id': 'order-66' });
    expect([sent.headers.get('x-correlation-id'), sent.body.correlationId]).toEqual(['order-66', 'order-66']);
    const own = await running().get<Problem>('/v1/nothing', { 'x-correlation-id': 'not a sane one' });
    expect(own.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(own.headers.get('x-correlation-id')).toBe(own.body.correlationId);
  });

  it('are refused to a name that only leads here', async () => {
    const url = `${running().url}/v1/templates`;
    expect(await rawStatus(url, { host: 'evil.example:4480' })).toBe(403);
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:80', 'formwork.localhost']) expect(await rawStatus(url, { host })).toBe(200);
  });

  it('come with headers that keep pages of other sites out', async () => {
    const { headers } = await running().get('/v1/nothing');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('what nobody expected', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is logged with its correlation id, and shown to nobody', async () => {
    const service = await startTestService();
    const logged: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
    jest.spyOn(service.formwork.ports.store, 'readStream').mockImplementation(() => {
      throw new Error('the password is hunter2');
    });
    const { status, body } = await service.post<Problem>('/v1/generations', {
      body: { templateId: 'elixir-genserver-cache' },
      headers: { 'x-correlation-id': 'case-1' },
    });
    expect({ status, body }).toMatchObject({ status: 500, body: { code: 'INTERNAL', correlationId: 'case-1' } });
    expect(JSON.stringify(body)).not.toMatch(/hunter2|readStream|\.ts|at /);
    const entry = JSON.parse(logged.join('')) as { level: string; message: { correlationId: string; error: string } };
    expect(entry).toMatchObject({ level: 'error', message: { correlationId: 'case-1', error: expect.stringContaining('hunter2') } });
  });
});
