import { describe, expect, it } from '@jest/globals';
import { sharedTestService, startTestService, type Problem } from './support/service.js';

type Generation = { readonly generationId: string; readonly position: string };

describe('after=<position>', () => {
  const running = sharedTestService({ queryPatienceMs: 250 });

  it('shows every command that answered before', async () => {
    const service = running();
    for (let n = 0; n < 10; n += 1) {
      const { body } = await service.post<Generation>('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
      expect((await service.get<Generation>(`/v1/generations/${body.generationId}?after=${body.position}`)).body.position).toBe(
        body.position,
      );
    }
  });

  it.each([
    '/v1/templates',
    '/v1/templates/elixir-genserver-cache',
    '/v1/generations',
    '/v1/generations/0198f7a0-0000-7000-8000-000000000000',
    '/v1/stats',
    '/v1/traces',
  ])('gives up in time and says when to come back: %s', async (path) => {
    const query = path === '/v1/traces' ? 'generation=0198f7a0-0000-7000-8000-000000000000&' : '';
    const { status, headers, body } = await running().get<Problem>(`${path}?${query}after=999999999999`);
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'READ_MODEL_BEHIND', field: 'after', hint: expect.any(String) } });
    expect(headers.get('retry-after')).toBe('1');
  });

  it('answers as soon as the position is reached', async () => {
    const service = await startTestService({ queryPatienceMs: 20_000 });
    const { ports } = service.formwork;
    const waiting = service.get<{ items: unknown[] }>(`/v1/generations?after=${(await ports.store.lastPosition()) + 1n}`);
    await service.post('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
    expect(await waiting).toMatchObject({ status: 200, body: { items: [expect.anything()] } });
  });
});

describe('/v1/projections', () => {
  const running = sharedTestService();

  it('says how every read model stands, and rebuilds one', async () => {
    const service = running();
    await service.post('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
    const last = await service.formwork.ports.store.lastPosition();
    await service.get(`/v1/stats?after=${last}`);
    const { body } = await service.get<{ items: { name: string; state: string }[] }>('/v1/projections');
    expect(body.items.map(({ name, state }) => [name, state])).toEqual(
      expect.arrayContaining([
        ['generations', 'live'],
        ['success', 'live'],
        ['template-catalogue', 'live'],
      ]),
    );
    const before = (await service.get('/v1/generations')).body;
    expect(await service.post('/v1/projections/generations/rebuild')).toMatchObject({
      status: 200,
      body: { name: 'generations', state: 'live', building: [] },
    });
    expect((await service.get('/v1/generations')).body).toEqual(before);
  });

  it('does not know a read model of another name', async () => {
    expect(await running().post<Problem>('/v1/projections/nothing/rebuild')).toMatchObject({
      status: 404,
      body: { code: 'READ_MODEL_UNKNOWN', field: 'name' },
    });
  });
});
