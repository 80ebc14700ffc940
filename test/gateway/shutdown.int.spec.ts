import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestService } from './support/service.js';
import { sendUntilReceived } from './support/under-way.js';

describe('a service that is asked to stop', () => {
  it('answers what is under way first', async () => {
    const service = await startTestService({ queryPatienceMs: 20_000 });
    const { store } = service.formwork.ports;
    const next = (await store.lastPosition()) + 1n;
    const { answer } = await sendUntilReceived(`${service.url}/v1/templates?after=${next}`);
    const closed = service.close();
    await expect(fetch(`${service.url}/health/live`)).rejects.toThrow();
    await store.append('test-shutdown', 'no_stream', [
      {
        id: '0198f7a0-2222-7000-8000-000000000000',
        type: 'Noted',
        data: {},
        metadata: { $correlationId: 'c', commandId: 'c', actor: 'a', project: 'p', instance: 'i', schema: 1 },
      },
    ]);
    expect(await answer).toMatchObject({ status: 200 });
    await closed;
  });

  it('waits for nobody who has asked for nothing', async () => {
    const service = await startTestService();
    const { hostname, port } = new URL(service.url);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    await service.get('/health/live');
    const ended = once(silent, 'close');
    await Promise.all([service.close(), ended]);
    expect(silent.destroyed).toBe(true);
  });
});
