import { describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, noPostgres } from '../support/postgres.js';
import { afterThisTest } from '../support/temporary.js';
import { startTestService, type Problem } from './support/service.js';

type Generation = { readonly generationId: string; readonly position: string };
type Readiness = { readonly checks: readonly object[] };

const onPostgres = noPostgres === undefined ? it : it.skip;

describe('a service with its read models in PostgreSQL', () => {
  onPostgres(
    `shows what was commanded, and says so when the database is gone${noPostgres === undefined ? '' : `: ${noPostgres}`}`,
    async () => {
      const { url, drop } = await createTestDatabase();
      afterThisTest(drop);
      const service = await startTestService({ databaseUrl: url });
      const generate = () => service.post<Generation>('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
      const { body } = await generate();
      expect(await service.get(`/v1/generations/${body.generationId}?after=${body.position}`)).toMatchObject({ status: 200 });

      afterThisTest(async () => void jest.restoreAllMocks());
      jest.spyOn(process.stderr, 'write').mockReturnValue(true); // the log of what comes now
      await drop();
      const { status, headers, body: problem } = await service.get<Problem>('/v1/stats');
      expect({ status, problem }).toMatchObject({ status: 503, problem: { code: 'DATABASE_UNREACHABLE' } });
      expect(headers.get('retry-after')).toBe('1');
      expect(JSON.stringify(problem)).not.toContain(new URL(url).pathname.slice(1));
      const ready = await service.get<Readiness>('/health/ready');
      expect(ready.status).toBe(503);
      expect(ready.body.checks).toContainEqual(expect.objectContaining({ name: 'database', ready: false }));
      expect((await generate()).status).toBe(201);
      await service.close();
    },
  );
});
