import { openFormwork } from '../../composition.js';
import type { EventFilter, EventStore, Recorded } from '../../eventstore/event-store.js';
import { UsageError } from '../failure.js';
import type { Invocation } from '../invocation.js';
import { dim, toJson } from '../output.js';
import { parseMoment } from '../time.js';
import type { EventsOptions } from '../options.js';

const asDocument = ({ stream, revision, position, id, type, data, metadata, created }: Recorded) => ({
  stream,
  revision,
  position,
  id,
  type,
  data,
  metadata,
  created,
});

const MAX_DATA_LENGTH = 100;

const asLine = ({ created, position, stream, revision, type, data }: Recorded): string => {
  const text = JSON.stringify(data);
  return `${dim(created)} ${position} ${stream}@${revision} ${type} ${dim(text.length > MAX_DATA_LENGTH ? `${text.slice(0, MAX_DATA_LENGTH)}…` : text)}`;
};

/** A terminal that reads slowly slows us down, not the memory up. */
const write = (text: string): Promise<void> =>
  new Promise((resolve) => (process.stdout.write(text) ? resolve() : process.stdout.once('drain', resolve)));

const parseLimit = (text: string | undefined): number => {
  if (text === undefined) return Infinity;
  if (!/^\d+$/.test(text)) throw new UsageError(`--limit "${text}" is not a whole number`);
  return Number(text);
};

type Selection = {
  readonly filter: EventFilter;
  readonly stream?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
};

const isSelected = ({ created, stream }: Recorded, selection: Selection): boolean =>
  (selection.stream === undefined || stream === selection.stream) &&
  (selection.since === undefined || created >= selection.since) &&
  (selection.until === undefined || created <= selection.until);

async function* history(store: EventStore, selection: Selection): AsyncIterable<Recorded> {
  const { types } = selection.filter;
  const source = selection.stream === undefined ? store.readAll({ filter: selection.filter }) : store.readStream(selection.stream);
  let left = selection.limit;
  for await (const event of source) {
    if (left === 0) return;
    if (!isSelected(event, selection) || (types !== undefined && !types.includes(event.type))) continue;
    left -= 1;
    yield event;
  }
}

async function* following(store: EventStore, selection: Selection, signal: AbortSignal): AsyncIterable<Recorded> {
  for await (const message of store.subscribe({ filter: selection.filter, signal }))
    if (message.kind === 'event' && isSelected(message.event, selection)) yield message.event;
}

/** `formwork events`: the history, oldest first. With `--json` one document; followed, one document a line. */
export const events = async ({ output, packageRoot }: Invocation, options: EventsOptions): Promise<void> => {
  const now = new Date();
  const types = options.type.length > 0 ? { types: options.type } : {};
  const selection: Selection = {
    filter: { ...types, ...(options.stream !== undefined && { streamPrefixes: [options.stream] }) },
    limit: parseLimit(options.limit),
    ...(options.stream !== undefined && { stream: options.stream }),
    ...(options.since !== undefined && { since: parseMoment(options.since, '--since', now) }),
    ...(options.until !== undefined && { until: parseMoment(options.until, '--until', now) }),
  };
  const { ports, close } = await openFormwork(process.env, packageRoot);
  try {
    if (options.follow) {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => stop.abort());
      for await (const event of following(ports.store, selection, stop.signal))
        await write(`${output.json ? toJson(asDocument(event)) : asLine(event)}\n`);
    } else if (output.json) {
      let separator = '{ "items": [\n';
      for await (const event of history(ports.store, selection)) {
        await write(separator + toJson(asDocument(event)));
        separator = ',\n';
      }
      await write(separator.startsWith('{') ? '{ "items": [] }\n' : '\n] }\n');
    } else {
      for await (const event of history(ports.store, selection)) await write(`${asLine(event)}\n`);
    }
  } finally {
    await close();
  }
};
