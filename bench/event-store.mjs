// What the embedded event store costs: npm run build && node bench/event-store.mjs [events in the large store]
// Appends are compared with the least any durable log could do: the same bytes appended to a file and synchronised, in groups of the same size.
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../dist/eventstore/embedded/engine.js';
import { EmbeddedEventStore } from '../dist/eventstore/embedded-event-store.js';
import { inTurns, milliseconds, ratio, thousands } from './support/in-turns.mjs';
import { median, table } from './support/measure.mjs';

const ROUNDS = 7;
const LARGE = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'));

const data = {
  templateId: 'elixir-genserver-cache',
  templateVersion: '2.4.0',
  answers: { use_ets: true, ttl_minutes: 5 },
  text: 'x'.repeat(260),
};
const metadata = {
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  commandId: randomUUID(),
  actor: 'user:ada',
  project: randomUUID(),
  instance: randomUUID(),
  schema: 1,
};
const [dataBytes, metadataBytes] = [Buffer.from(JSON.stringify(data)), Buffer.from(JSON.stringify(metadata))];
const payload = dataBytes.length + metadataBytes.length;
const ids = Array.from({ length: 4096 }, () => randomUUID());

const floor = (group, events) => () => {
  const file = join(folder, 'floor');
  const handle = openSync(file, 'a');
  const bytes = Buffer.alloc(group * payload, 'x');
  const start = performance.now();
  for (let written = 0; written < events; written += group) {
    writeSync(handle, bytes);
    fdatasyncSync(handle);
  }
  const rate = (events / (performance.now() - start)) * 1000;
  closeSync(handle);
  rmSync(file);
  return rate;
};

/** So many writers, each appending one event after the other to its own stream at the revision it knows. */
const appends = (open, event, writers, events) => async () => {
  const path = mkdtempSync(join(folder, 'appends-'));
  const store = await open(path);
  let sent = 0;
  const write = async () => {
    const stream = `generation-${randomUUID()}`;
    for (let revision = -1; sent < events; revision++) {
      sent++;
      await store.append(stream, revision === -1 ? 'no_stream' : revision, [
        { id: ids[sent % ids.length], type: 'GenerationRequested', ...event },
      ]);
    }
  };
  const time = await milliseconds(() => Promise.all(Array.from({ length: writers }, write)));
  await store.close();
  rmSync(path, { recursive: true });
  return (events / time) * 1000;
};

const durableAppends = async () => {
  const rows = [];
  for (const [writers, events] of [
    [1, 5_000],
    [64, 100_000],
  ]) {
    const bytes = { json: true, data: dataBytes, metadata: metadataBytes };
    const results = await inTurns(ROUNDS, {
      floor: floor(writers, events),
      engine: appends((path) => Engine.open(path), bytes, writers, events),
      port: appends((path) => EmbeddedEventStore.open(path), { data, metadata }, writers, events),
    });
    for (const [name, rates] of Object.entries(results)) {
      rows.push([`${writers} writer${writers > 1 ? 's' : ''}, ${name}`, thousands(median(rates)), ratio(rates, results.floor).toFixed(2)]);
    }
  }
  return table([`durable appends of ${payload} B`, 'events/s', 'of the floor'], rows);
};

const fill = async (path) => {
  const engine = await Engine.open(path);
  const [batch, streams] = [100, LARGE / 100];
  for (let stream = 0; stream < streams;) {
    const group = [];
    for (let appended = 0; appended < 20 && stream < streams; appended++, stream++) {
      const events = Array.from({ length: batch }, (_, number) => ({
        id: randomUUID(),
        type: number % 10 === 0 ? 'GenerationCompleted' : 'QuestionAnswered',
        json: true,
        data: dataBytes,
        metadata: metadataBytes,
      }));
      group.push(engine.append(`generation-${stream}`, 'no_stream', events));
    }
    await Promise.all(group);
  }
  await engine.close();
};

const count = async (pages, size) => {
  let events = 0;
  for await (const page of pages) events += size(page);
  return events;
};

const aLargeStore = async () => {
  const path = join(folder, 'large');
  const filling = await milliseconds(() => fill(path));
  const opening = async (first) => {
    let store;
    const time = await milliseconds(async () => {
      store = await EmbeddedEventStore.open(path);
      await first(store);
    });
    await store.close();
    return time;
  };
  const rate = (events, work) => async () => (events / (await milliseconds(work))) * 1000;
  const store = await EmbeddedEventStore.open(path);
  const engine = await Engine.open(path);
  const random = () => `generation-${Math.floor(Math.random() * (LARGE / 100))}`;
  const results = await inTurns(3, {
    engine: rate(LARGE, () => count(engine.readAll(undefined, 'forwards'), ({ events }) => events.length)),
    port: rate(LARGE, () => count(store.readAll(), () => 1)),
    filtered: rate(LARGE, () => count(store.readAll({ filter: { types: ['GenerationCompleted'] } }), () => 1)),
    backwards: rate(LARGE, () => count(engine.readAll(undefined, 'backwards'), ({ events }) => events.length)),
    streams: rate(5_000, async () => {
      for (let read = 0; read < 5_000; read++) await count(store.readStream(random(), { from: 50, limit: 10 }), () => 1);
    }),
    verify: rate(LARGE, () => store.verify()),
    open: () => opening((opened) => opened.lastPosition()),
    append: () =>
      opening((opened) => opened.append(`generation-${randomUUID()}`, 'no_stream', [{ id: randomUUID(), type: 'Opened', data, metadata }])),
  });
  await store.close();
  await engine.close();
  const perSecond = (name) => thousands(median(results[name]));
  return table(
    [`a store of ${thousands(LARGE)} events`, 'median'],
    [
      ['written in groups of 2,000, events/s', thousands((LARGE / filling) * 1000)],
      ['global order through the engine, events/s', perSecond('engine')],
      ['global order through the port (JSON parsed), events/s', perSecond('port')],
      ['searched for one event in ten through the port, events/s', perSecond('filtered')],
      ['global order backwards through the engine, events/s', perSecond('backwards')],
      ['ten events of a stream through the port, reads/s', perSecond('streams')],
      ['verified, events/s', perSecond('verify')],
      ['opened, with its last position known, ms', median(results.open).toFixed(1)],
      ['opened and appended to, ms', median(results.append).toFixed(1)],
    ],
  );
};

try {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`);
  console.log(`${await durableAppends()}\n`);
  console.log(await aLargeStore());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
