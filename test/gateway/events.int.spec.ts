import { describe, expect, it } from '@jest/globals';
import { sharedTestService, startTestService, type Problem, type TestService } from './support/service.js';
import { eventsOnly, readStream, take } from './support/sse.js';

type Event = {
  readonly stream: string;
  readonly position: string;
  readonly type: string;
  readonly created: string;
  readonly metadata: { readonly commandId: string };
};
type List = { readonly items: readonly Event[]; readonly next?: string };

const generate = async (service: TestService, key?: string) =>
  (
    await service.post<{ generationId: string; position: string }>('/v1/generations', {
      body: { templateId: 'elixir-genserver-cache' },
      ...(key !== undefined && { key }),
    })
  ).body;

describe('/v1/events', () => {
  const running = sharedTestService();

  it('lists the history, page by page, each event once', async () => {
    const service = running();
    await generate(service);
    const expected: string[] = [];
    for await (const { position } of service.formwork.ports.store.readAll()) expected.push(String(position));
    const seen: string[] = [];
    for (let from: string | undefined = '0'; from !== undefined;) {
      const { body }: { body: List } = await service.get<List>(`/v1/events?limit=7&from=${from}`);
      seen.push(...body.items.map(({ position }) => position));
      from = body.next;
    }
    expect(seen).toEqual(expected);
  });

  it('selects by stream, type and time', async () => {
    const service = running();
    const { generationId } = await generate(service, 'selected');
    const list = async (query: string) => (await service.get<List>(`/v1/events?${query}`)).body.items;
    const types = (events: readonly Event[]) => [...new Set(events.map(({ type }) => type))];
    const ofGeneration = await list(`stream=generation-${generationId}`);
    expect(types(ofGeneration)).toEqual(['GenerationRequested', 'QuestionAnswered', 'FileGenerated', 'GenerationCompleted']);
    expect(ofGeneration[0]!.metadata.commandId).toBe('selected');
    expect(types(await list('type=FileGenerated&type=GenerationCompleted'))).toEqual(['FileGenerated', 'GenerationCompleted']);
    expect(types(await list(`stream=generation-${generationId}&type=FileGenerated`))).toEqual(['FileGenerated']);
    expect(await list('until=2000-01-01T00:00:00Z')).toEqual([]);
    expect(await list('since=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await list(`stream=generation-${generationId.slice(0, 8)}`)).toEqual([]);
  });

  it.each([
    ['limit=1001', 'limit'],
    ['from=x', 'from'],
    ['since=soon', 'since'],
    ['kind=x', 'kind'],
  ])('refuses %s', async (query, field) => {
    expect(await running().get<Problem>(`/v1/events?${query}`)).toMatchObject({ status: 400, body: { field } });
  });
});

describe('/v1/events/stream', () => {
  it('sends what happened from a position on, then what happens', async () => {
    const service = await startTestService();
    const frames = readStream(`${service.url}/v1/events/stream?from=0&type=TemplateRegistered&type=GenerationCompleted`);
    const before = [];
    for (let { value } = await frames.next(); value!.event !== 'caught-up'; { value } = await frames.next()) before.push(value!);
    expect(before.filter(({ data }) => data !== undefined).length).toBeGreaterThan(3);
    const { generationId, position } = await generate(service);
    expect(await take(eventsOnly(frames), 1)).toMatchObject([
      { id: position, type: 'GenerationCompleted', stream: `generation-${generationId}` },
    ]);
  });

  it('begins with what happens from now on, and goes on after a lost connection without gap or repeat', async () => {
    const service = await startTestService();
    const url = `${service.url}/v1/events/stream?type=GenerationCompleted`;
    const frames = readStream(url);
    const start = (await frames.next()).value!.id!;
    expect(start).toBe(String(await service.formwork.ports.store.lastPosition()));
    const positions = [];
    for (let n = 0; n < 4; n += 1) positions.push((await generate(service)).position);
    const [first, second] = await take(eventsOnly(frames), 2);
    expect([first!.id, second!.id]).toEqual(positions.slice(0, 2));
    expect((await take(eventsOnly(readStream(url, { 'last-event-id': second!.id })), 2)).map(({ id }) => id)).toEqual(positions.slice(2));
    expect((await take(eventsOnly(readStream(url, { 'last-event-id': start })), 4)).map(({ id }) => id)).toEqual(positions);
  });

  it('refuses an id that it never sent', async () => {
    const service = await startTestService();
    expect(await service.get<Problem>('/v1/events/stream', { 'last-event-id': 'x' })).toMatchObject({
      status: 400,
      body: { field: 'Last-Event-ID' },
    });
  });

  it('ends when the service stops', async () => {
    const service = await startTestService();
    const frames = readStream(`${service.url}/v1/events/stream`);
    await frames.next();
    const [, events] = await Promise.all([service.close(), take(eventsOnly(frames), 1)]);
    expect(events).toEqual([]);
  });
});
