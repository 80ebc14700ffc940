export type StreamedEvent = { readonly id?: string; readonly event?: string; readonly data?: string };

const parse = (frame: string): StreamedEvent =>
  Object.fromEntries(
    frame
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );

/** Server-sent events as they come, until the connection ends or nobody reads on. */
export async function* readStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): AsyncGenerator<StreamedEvent, void, undefined> {
  const reading = new AbortController();
  const response = await fetch(url, { headers, signal: reading.signal });
  if (response.status !== 200 || response.body === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body) {
      const frames = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
      rest = frames.pop()!;
      yield* frames.map(parse);
    }
  } finally {
    reading.abort();
  }
}

/** Real events only: no bare places, no `caught-up`. */
export async function* eventsOnly(
  frames: AsyncIterable<StreamedEvent>,
): AsyncGenerator<{ readonly id: string; readonly type: string; readonly stream: string }, void, undefined> {
  for await (const { id, event, data } of frames)
    if (data !== undefined && event === undefined) yield { ...(JSON.parse(data) as { type: string; stream: string }), id: id! };
}

export const take = async <Item>(items: AsyncGenerator<Item, void, undefined>, count: number): Promise<Item[]> => {
  const taken: Item[] = [];
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
};
