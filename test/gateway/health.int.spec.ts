import { describe, expect, it, jest } from '@jest/globals';
import { EventStoreUnavailableError } from '../../src/eventstore/event-store.js';
import { startTestService } from './support/service.js';

type Readiness = {
  readonly status: string;
  readonly checks: readonly { readonly name: string; readonly ready: boolean; readonly detail?: string }[];
};

describe('health', () => {
  it('is alive, and ready once the read models have caught up', async () => {
    const service = await startTestService();
    expect(await service.get('/health/live')).toMatchObject({ status: 200, body: { status: 'alive' } });
    await service.get(`/v1/stats?after=${await service.formwork.ports.store.lastPosition()}`);
    const { status, body } = await service.get<Readiness>('/health/ready');
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(body.checks.map(({ name }) => name)).toEqual(expect.arrayContaining(['event store', 'database', 'projection generations']));
  });

  it('says what is not ready', async () => {
    const service = await startTestService();
    jest
      .spyOn(service.formwork.ports.store, 'lastPosition')
      .mockRejectedValue(new EventStoreUnavailableError('STORE_UNREACHABLE', 'the event store does not answer'));
    const { status, body } = await service.get<Readiness>('/health/ready');
    jest.restoreAllMocks();
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: 'not ready' });
    expect(body.checks).toContainEqual({ name: 'event store', ready: false, detail: 'the event store does not answer' });
  });
});
