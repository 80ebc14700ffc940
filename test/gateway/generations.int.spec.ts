import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary.js';
import { greeting, sharedTestService, uploadOf, type Problem, type TestService } from './support/service.js';

type GeneratedFile = { readonly path: string; readonly sha256: string; readonly state: string; readonly content?: string };
type Generation = {
  readonly generationId: string;
  readonly templateVersion: string;
  readonly status: string;
  readonly destination: string;
  readonly files: readonly GeneratedFile[];
  readonly answers: readonly object[];
  readonly project: string;
  readonly outcomes: readonly object[];
  readonly position: string;
};
type List<Item> = { readonly items: readonly Item[]; readonly next?: string };

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const withGreeting = async (service: TestService, id: string): Promise<void> => {
  await service.post('/v1/templates', { body: { files: uploadOf({ ...greeting, id }) } });
};

describe('generating over REST', () => {
  const running = sharedTestService();

  it('renders, records and returns files', async () => {
    const service = running();
    await withGreeting(service, 'returned');
    const { status, body } = await service.post<Generation>('/v1/generations', {
      body: { templateId: 'returned', answers: { name: 'Ada' }, task: 'greet', project: 'letters' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ templateVersion: '1.0.0', status: 'completed', destination: '', project: 'letters', task: 'greet', outcomes: [] },
      files: [{ path: 'hello.txt', sha256: sha256('Hello, Ada!\n'), state: 'returned', content: 'Hello, Ada!\n', encoding: 'utf8' }],
      answers: [{ name: 'name', value: 'Ada', source: 'request' }],
    });
    const shown = await service.get<Generation>(`/v1/generations/${body.generationId}?after=${body.position}`);
    expect(shown.body).toMatchObject({
      generationId: body.generationId,
      position: body.position,
      files: [{ path: 'hello.txt', state: 'returned' }],
    });
  });

  it('writes to a folder of its machine, links on the way followed', async () => {
    const service = running();
    const folder = await realpath(await temporaryFolder());
    await symlink(folder, join(folder, 'link'));
    const { status, body } = await service.post<Generation>('/v1/generations', {
      body: { templateId: 'elixir-genserver-cache', destination: join(folder, 'link/app') },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ destination: join(folder, 'app'), files: [{ path: 'lib/cache.ex', state: 'created' }] });
    expect(sha256(await readFile(join(folder, 'app/lib/cache.ex'), 'utf8'))).toBe(body.files[0]!.sha256);
    expect(await readFile(join(folder, 'app/lib/cache.ex.template-answers.yml'), 'utf8')).toContain(`_generation_id: ${body.generationId}`);
    expect(body.files[0]).not.toHaveProperty('content');
  });

  it('leaves existing files alone unless told otherwise', async () => {
    const service = running();
    const folder = await temporaryFolder();
    await withGreeting(service, 'careful');
    await writeFile(join(folder, 'hello.txt'), 'mine\n');
    const wish = { templateId: 'careful', destination: folder };
    expect(await service.post<Problem>('/v1/generations', { body: wish })).toMatchObject({
      status: 409,
      body: { code: 'FILE_EXISTS', field: expect.any(String) },
    });
    expect(await readFile(join(folder, 'hello.txt'), 'utf8')).toBe('mine\n');
    expect(await service.post<Generation>('/v1/generations', { body: { ...wish, force: true } })).toMatchObject({
      status: 201,
      body: { files: [{ state: 'overwritten' }] },
    });
  });

  it('shows what it would do with dryRun, and records nothing', async () => {
    const service = running();
    const folder = await temporaryFolder();
    await withGreeting(service, 'previewed');
    const before = await service.formwork.ports.store.lastPosition();
    const { status, body } = await service.post('/v1/generations', {
      body: { templateId: 'previewed', destination: folder, dryRun: true },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      templateId: 'previewed',
      files: [{ path: 'hello.txt', state: 'created', content: 'Hello, world!\n' }],
    });
    expect(await service.formwork.ports.store.lastPosition()).toBe(before);
    await expect(readFile(join(folder, 'hello.txt'))).rejects.toThrow('ENOENT');
  });

  it.each([
    [{ templateId: 'nobody' }, 404, 'TEMPLATE_UNKNOWN', 'templateId'],
    [{ templateId: 'elixir-genserver-cache', version: '7.0.0' }, 404, 'TEMPLATE_VERSION_UNKNOWN', 'version'],
    [{ templateId: 'elixir-genserver-cache', answers: { ttl: 1 } }, 422, 'ANSWER_UNKNOWN', 'ttl'],
    [{ templateId: 'elixir-genserver-cache', answers: { ttl_minutes: 0 } }, 422, 'ANSWER_INVALID', 'ttl_minutes'],
    [{ templateId: 'elixir-genserver-cache', answers: { use_ets: false, ttl_minutes: 3 } }, 422, 'ANSWER_HIDDEN', 'ttl_minutes'],
    [{ templateId: 'elixir-genserver-cache', answers: ['use_ets'] }, 400, 'REQUEST_INVALID', 'answers'],
    [{ templateId: 'elixir-genserver-cache', destination: 'relative/folder' }, 400, 'REQUEST_INVALID', 'destination'],
    [{ templateId: 'elixir-genserver-cache', destination: '/dev/null/folder' }, 422, 'PATH_BLOCKED', 'destination'],
    [{ templateId: 'elixir-genserver-cache', anwsers: {} }, 400, 'REQUEST_INVALID', 'anwsers'],
    [{}, 400, 'REQUEST_INVALID', 'templateId'],
  ])('refuses %j before anything is recorded', async (body, status, code, field) => {
    const service = running();
    const before = await service.formwork.ports.store.lastPosition();
    expect(await service.post<Problem>('/v1/generations', { body })).toMatchObject({ status, body: { code, field } });
    expect(await service.formwork.ports.store.lastPosition()).toBe(before);
  });

  it('finds generations by what is known of them, page by page', async () => {
    const service = running();
    await withGreeting(service, 'found');
    const made: Generation[] = [];
    for (const name of ['Ada', 'Grace', 'Ada'])
      made.push((await service.post<Generation>('/v1/generations', { body: { templateId: 'found', answers: { name } } })).body);
    const { position } = made.at(-1)!;
    const find = async (query: string) =>
      (await service.get<List<Generation>>(`/v1/generations?template=found&after=${position}&${query}`)).body;
    const ids = ({ items }: List<Generation>) => items.map(({ generationId }) => generationId);
    const newestFirst = made.map(({ generationId }) => generationId).reverse();

    expect(ids(await find('status=completed'))).toEqual(newestFirst);
    expect(ids(await find('answer=name%3DAda'))).toEqual([newestFirst[0], newestFirst[2]]);
    expect(ids(await find(`sha256=${sha256('Hello, Grace!\n')}`))).toEqual([newestFirst[1]]);
    expect(ids(await find('file=hello.txt&version=1.0.0'))).toEqual(newestFirst);
    expect(ids(await find('status=failed'))).toEqual([]);
    expect(ids(await find('since=2100-01-01T00:00:00Z'))).toEqual([]);
    const first = await find('limit=2');
    expect(ids(first)).toEqual(newestFirst.slice(0, 2));
    const second = await find(`limit=2&cursor=${first.next}`);
    expect(ids(second)).toEqual(newestFirst.slice(2));
    expect(second).not.toHaveProperty('next');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['status=unheard-of', 'status'],
    ['since=yesterday', 'since'],
    ['answer=name', 'answer'],
    ['sha256=abc', 'sha256'],
    ['after=-1', 'after'],
    ['colour=blue', 'colour'],
  ])('refuses the filter %s', async (query, field) => {
    expect(await running().get<Problem>(`/v1/generations?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', field },
    });
  });

  it('records how it went, and counts it', async () => {
    const service = running();
    await withGreeting(service, 'judged');
    const { body: generation } = await service.post<Generation>('/v1/generations', { body: { templateId: 'judged' } });
    const path = `/v1/generations/${generation.generationId}/outcomes`;
    await service.post(path, { body: { success: false, source: 'ci', message: 'red', log: 'line 1\n' } });
    const { status, body } = await service.post<Generation>(path, { body: { success: true, source: 'ci', score: 0.9 } });
    expect(status).toBe(201);
    expect(body.outcomes).toMatchObject([
      { success: false, source: 'ci', message: 'red', log: sha256('line 1\n') },
      { success: true, source: 'ci', score: 0.9 },
    ]);
    const stats = await service.get<List<object>>(`/v1/stats?template=judged&after=${body.position}`);
    expect(stats.body.items).toMatchObject([
      { templateId: 'judged', version: '1.0.0', generations: 1, reported: 1, succeeded: 1, failed: 0, successRate: 1, averageScore: 0.9 },
    ]);
  });

  it.each([
    [{ success: true, score: 2 }, 400, 'REQUEST_INVALID', 'score'],
    [{ success: 'yes' }, 400, 'REQUEST_INVALID', 'success'],
    [{ success: true, infrastructure: true }, 422, 'OUTCOME_CONTRADICTORY', 'infrastructure'],
    [{ success: true }, 404, 'GENERATION_UNKNOWN', 'generation'],
  ])('refuses the outcome %j', async (body, status, code, field) => {
    const service = running();
    const { body: generation } = await service.post<Generation>('/v1/generations', { body: { templateId: 'elixir-genserver-cache' } });
    const id = code === 'GENERATION_UNKNOWN' ? '0198f7a0-0000-7000-8000-000000000000' : generation.generationId;
    expect(await service.post<Problem>(`/v1/generations/${id}/outcomes`, { body })).toMatchObject({ status, body: { code, field } });
  });

  it('does not know a generation that never was', async () => {
    expect(await running().get<Problem>('/v1/generations/0198f7a0-0000-7000-8000-000000000000')).toMatchObject({
      status: 404,
      body: { code: 'GENERATION_UNKNOWN' },
    });
  });
});

describe('tracing over REST', () => {
  const running = sharedTestService();

  it('says where a file came from by path, hash and generation, and proves it', async () => {
    const service = running();
    const folder = await realpath(await temporaryFolder());
    await mkdir(join(folder, 'src'));
    const { body: generation } = await service.post<Generation>('/v1/generations', {
      body: { templateId: 'elixir-genserver-cache', destination: folder },
    });
    const file = join(folder, 'lib/cache.ex');
    const origin = {
      generation: { generationId: generation.generationId },
      template: { templateId: 'elixir-genserver-cache' },
      history: [{ generationId: generation.generationId }],
    };
    const ask = (query: string) => service.get(`/v1/traces?after=${generation.position}&${query}`);
    expect(await ask(`path=${encodeURIComponent(file)}&verify=true`)).toMatchObject({
      status: 200,
      body: { ...origin, matchedBy: 'path', file: { condition: 'as-generated' }, verification: { identical: true } },
    });
    expect(await ask(`sha256=${generation.files[0]!.sha256}`)).toMatchObject({ status: 200, body: { ...origin, matchedBy: 'content' } });
    expect(await ask(`generation=${generation.generationId}`)).toMatchObject({
      status: 200,
      body: { matchedBy: 'id', generation: origin.generation },
    });
    await writeFile(file, 'edited\n');
    expect(await ask(`path=${encodeURIComponent(file)}`)).toMatchObject({
      body: { file: { condition: 'edited', diff: expect.stringContaining('+edited') } },
    });
  });

  it.each([
    [`sha256=${'0'.repeat(64)}`, 404, 'CONTENT_NOT_GENERATED'],
    ['path=/nowhere/at/all.ts', 404, 'FILE_UNKNOWN'],
    ['generation=0198f7a0-0000-7000-8000-000000000000', 404, 'GENERATION_UNKNOWN'],
    ['path=relative.ts', 400, 'REQUEST_INVALID'],
    ['', 400, 'REQUEST_INVALID'],
    [`path=/a.ts&sha256=${'0'.repeat(64)}`, 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (query, status, code) => {
    expect(await running().get<Problem>(`/v1/traces?${query}`)).toMatchObject({ status, body: { code } });
  });
});
