import { describe, expect, it } from '@jest/globals';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideAndAppend } from '../../src/commands/decide-and-append.js';
import { streamIdOf } from '../../src/commands/ids.js';
import { generationDecider, generationStream, RequestGeneration } from '../../src/domain/generation/generation.js';
import { temporaryFolder } from '../support/temporary.js';
import { greeting, sharedTestService, startTestService, uploadOf, type Problem, type TestService } from './support/service.js';

type Generation = {
  readonly generationId: string;
  readonly templateVersion: string;
  readonly position: string;
  readonly files: readonly { readonly content?: string }[];
};

const eventsOf = async ({ formwork }: TestService, type: string, stream?: string) => {
  const found = [];
  for await (const event of formwork.ports.store.readAll({ filter: { types: [type] } }))
    if (stream === undefined || event.stream === stream) found.push(event);
  return found;
};

const publish = (service: TestService, id: string, version = '1.0.0', key?: string) =>
  service.post('/v1/templates', { body: { files: uploadOf({ ...greeting, id, version }) }, ...(key !== undefined && { key }) });

const atOnce = <Result>(times: number, act: () => Promise<Result>): Promise<Result[]> => Promise.all(Array.from({ length: times }, act));

describe('a command that is sent again with its key', () => {
  const running = sharedTestService();

  it('publishes once, and answers as it did although another version is active by now', async () => {
    const service = running();
    const first = await publish(service, 'once-published', '1.0.0', 'publish it');
    await service.post('/v1/templates', {
      body: { files: uploadOf({ ...greeting, id: 'once-published', version: '2.0.0' }), activate: true },
    });
    const again = await publish(service, 'once-published', '1.0.0', 'publish it');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(first.body).toMatchObject({ active: true });
    expect(await eventsOf(service, 'TemplateVersionPublished', 'template-once-published')).toHaveLength(2);
  });

  it('activates once, and leaves alone what was activated since', async () => {
    const service = running();
    for (const version of ['1.0.0', '1.1.0']) await publish(service, 'once-active', version);
    const activate = (version: string, key: string) =>
      service.post<Problem>('/v1/templates/once-active/activate', { body: { version }, key });
    const first = await activate('1.1', 'to 1.1');
    await activate('1.0.0', 'back to 1.0');
    expect(await activate('1.1', 'to 1.1')).toMatchObject({ status: 200, body: first.body });
    const { body } = await service.get<{ activeVersion: string }>(
      `/v1/templates/once-active?after=${await service.formwork.ports.store.lastPosition()}`,
    );
    expect(body.activeVersion).toBe('1.0.0');
    expect(await activate('1.0.0', 'to 1.1')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'version' } });
  });

  it('rolls back once', async () => {
    const service = running();
    for (const version of ['1.0.0', '1.1.0']) await publish(service, 'once-back', version);
    await service.post('/v1/templates/once-back/activate', { body: { version: '1.1.0' } });
    const rollBack = (reason: string) => service.post<Problem>('/v1/templates/once-back/rollback', { body: { reason }, key: 'roll back' });
    const first = await rollBack('too loud');
    expect(first.body).toMatchObject({ fromVersion: '1.1.0', version: '1.0.0' });
    expect((await rollBack('too loud')).body).toEqual(first.body);
    expect(await rollBack('another reason')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'reason' } });
    expect(await eventsOf(service, 'TemplateRolledBack', 'template-once-back')).toHaveLength(1);
  });

  it('generates into a folder once, from its stream and not from the files that exist now', async () => {
    const service = running();
    await publish(service, 'once-written');
    const destination = await temporaryFolder();
    const generate = (answers: object, key: string) =>
      service.post<Generation & Problem>('/v1/generations', { body: { templateId: 'once-written', destination, answers }, key });
    const first = await generate({ name: 'Ada' }, 'write it');
    await publish(service, 'once-written', '2.0.0');
    await service.post('/v1/templates/once-written/activate', { body: { version: '2.0.0' } });
    await service.post(`/v1/generations/${first.body.generationId}/outcomes`, { body: { success: true } });
    await rm(join(destination, 'hello.txt'));
    expect(await generate({ name: 'Ada' }, 'write it')).toMatchObject({ status: 201, body: first.body });
    await expect(readFile(join(destination, 'hello.txt'))).rejects.toThrow('ENOENT');
    for (const other of [{ name: 'Grace' }, {}])
      expect(await generate(other, 'write it')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'answers' } });
  });

  it.each([
    [{ templateId: 'once-other' }, 'templateId'],
    [{ version: '3.0.0' }, 'version'],
    [{ task: 'another one' }, 'task'],
    [{ destination: join(tmpdir(), 'formwork-elsewhere') }, 'destination'],
  ])('is refused when its body has changed to %j', async (change, field) => {
    const service = running();
    const body = { templateId: 'elixir-genserver-cache', task: 'cache it' };
    await service.post('/v1/generations', { body, key: `changed ${field}` });
    expect(await service.post<Problem>('/v1/generations', { body: { ...body, ...change }, key: `changed ${field}` })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_REUSED', field },
    });
  });

  it('returns the same files again, secrets in them too, although no secret is kept', async () => {
    const service = running();
    const files = uploadOf({
      id: 'once-secret',
      questions: [{ name: 'token', type: 'secret', prompt: 'Token?' }],
      files: { '.env': 'TOKEN={{token}}\n' },
    });
    await service.post('/v1/templates', { body: { files } });
    const generate = (token: string) =>
      service.post<Generation>('/v1/generations', { body: { templateId: 'once-secret', answers: { token } }, key: 'secretly' });
    const first = await generate('s3cr3t');
    expect(first.body.files[0]!.content).toBe('TOKEN=s3cr3t\n');
    expect((await generate('s3cr3t')).body).toEqual(first.body);
    const recorded = JSON.stringify(await eventsOf(service, 'ContentStored'), (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(recorded).not.toContain('s3cr3t');
  });

  it('records an outcome once, and answers as it did although there are others by now', async () => {
    const service = running();
    const { body: generation } = await service.post<Generation>('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
    const report = (body: object, key: string) =>
      service.post<Problem>(`/v1/generations/${generation.generationId}/outcomes`, { body, key });
    const first = await report({ success: true, score: 0.5 }, 'outcome');
    await report({ success: false }, 'another outcome');
    expect((await report({ success: true, score: 0.5 }, 'outcome')).body).toEqual(first.body);
    expect(await report({ success: true }, 'outcome')).toMatchObject({ status: 409, body: { field: 'score' } });
    expect(await eventsOf(service, 'OutcomeRecorded', `generation-${generation.generationId}`)).toHaveLength(2);
  });

  it('may have its key in the body, but not two keys', async () => {
    const service = running();
    const body = { templateId: 'elixir-genserver-cache', commandId: '0198f7a0-1111-7000-8000-000000000000' };
    const first = await service.post<Generation>('/v1/generations', { body });
    expect(first.body.generationId).toBe(body.commandId);
    expect((await service.post('/v1/generations', { body, key: body.commandId })).body).toEqual(first.body);
    expect(await service.post<Problem>('/v1/generations', { body, key: 'another' })).toMatchObject({
      status: 400,
      body: { field: 'commandId' },
    });
  });

  it('goes on where a crash left it between the intent and the answer', async () => {
    const service = running();
    await publish(service, 'once-crashed');
    const wish = { templateId: 'once-crashed', answers: { name: 'Ada' } };
    const twin = (await service.post<Generation>('/v1/generations', { body: wish })).body;
    const [twinRequest] = await eventsOf(service, 'GenerationRequested', `generation-${twin.generationId}`);
    const { store } = service.formwork.ports;
    const generationId = streamIdOf('crashed');
    const { requestedAt: _, ...requested } = twinRequest!.data as RequestGeneration['data'] & { requestedAt: string };
    const intent = new RequestGeneration(
      { ...requested, generationId, answers: [{ name: 'name', value: 'Ada', source: 'request' }] },
      service.formwork.metadata('test', 'crashed'),
    );
    await decideAndAppend(store, generationDecider, generationStream(generationId), intent);
    const { status, body } = await service.post<Generation>('/v1/generations', { body: wish, key: 'crashed' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { generationId, status: 'completed', files: [{ content: 'Hello, Ada!\n' }] },
    });
  });
});

describe('the same command, sent many times at once', () => {
  it.each([
    ['to one service', false],
    ['to two services on one home', true],
  ])('takes effect once: %s', async (_how, another) => {
    const one = await startTestService();
    const other = another ? await startTestService({ home: one.home }) : one;
    const destination = await temporaryFolder();
    let turn = 0;
    const answers = await atOnce(12, () =>
      (turn++ % 2 === 0 ? one : other).post<Generation>('/v1/generations', {
        body: { templateId: 'elixir-genserver-cache', destination },
        key: 'at once',
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    for (const type of ['GenerationRequested', 'GenerationCompleted', 'FileGenerated']) expect(await eventsOf(one, type)).toHaveLength(1);
    const published = await atOnce(6, () => publish(turn++ % 2 === 0 ? one : other, 'at-once', '1.0.0', 'publish at once'));
    expect(new Set(published.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await eventsOf(one, 'TemplateVersionPublished', 'template-at-once')).toHaveLength(1);
  });

  it('tells another body under the same key from it, whichever comes first', async () => {
    const service = await startTestService();
    const generate = (ttl_minutes: number) =>
      service.post('/v1/generations', { body: { templateId: 'elixir-genserver-cache', answers: { ttl_minutes } }, key: 'two bodies' });
    const statuses = (await Promise.all([generate(1), generate(2), generate(1), generate(2)])).map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 409, 409]);
    expect(await eventsOf(service, 'GenerationRequested')).toHaveLength(1);
  });
});
