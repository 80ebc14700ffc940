// Events a second into empty read models, beside reading the same events without projecting them. About ten events a generation.
//   npm run build && node bench/projections.mjs [--generations N] [--runs N]
// PostgreSQL too when FORMWORK_TEST_DATABASE_URL, or else 127.0.0.1:5432, answers; it gets a database of its own, dropped afterwards.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { v7 } from 'uuid';
import { EmbeddedEventStore } from '../dist/eventstore/embedded-event-store.js';
import { openReadModels } from '../dist/projections/open-read-models.js';
import { projectToEnd } from '../dist/projections/project-to-end.js';
import { readModels } from '../dist/projections/read-models.js';
import { median, round, table } from './support/measure.mjs';

const { values } = parseArgs({ options: { generations: { type: 'string', default: '100000' }, runs: { type: 'string', default: '3' } } });
const [GENERATIONS, RUNS] = [Number(values.generations), Number(values.runs)];
/** Appends under way at once, so that the store commits many together. */
const APPENDERS = 32;
/** Outcomes come this many generations later: most find their generation in an earlier batch. */
const OUTCOME_LAG = 2000;
const SERVER = process.env.FORMWORK_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const DATABASE = `formwork_bench_${process.pid}`;
const work = mkdtempSync(join(tmpdir(), 'formwork-bench-projections-'));

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const time = (n) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
const STRATEGIES = ['one_for_one', 'one_for_one', 'one_for_one', 'one_for_one', 'one_for_all', 'rest_for_one'];

const metadata = (n) => ({
  ...{ $correlationId: v7(), commandId: v7(), actor: `user:${n % 50}`, project: sha256(`project ${n % 200}`) },
  ...{ instance: `instance-${n % 20}`, schema: 1 },
});

const requested = (n, generationId, files) => [
  {
    type: 'GenerationRequested',
    data: {
      ...{ generationId, templateId: `template-${n % 40}`, templateVersion: `1.${n % 7}.0`, templateDigest: sha256(`template ${n % 40}`) },
      ...{ language: 'elixir', destination: `/home/user${n % 50}/project${n % 200}`, base: '', files, requestedAt: time(n) },
    },
  },
  ...[
    { name: 'use_ets', value: n % 4 !== 0, source: 'prompt' },
    { name: 'ttl_minutes', value: n % 30, source: 'flag' },
    { name: 'supervisor_strategy', value: STRATEGIES[n % 6], source: 'template-default' },
    { name: 'module', value: `MyApp.Cache${n}`, source: 'inferred', confidence: 0.9, model: 'a-model' },
  ].map((answer) => ({ type: 'QuestionAnswered', data: { generationId, ...answer } })),
];

const completed = (n, generationId, files) => [
  ...files.map((file) => ({ type: 'FileGenerated', data: { generationId, ...file, state: 'created' } })),
  { type: 'GenerationCompleted', data: { generationId, files: files.length, completedAt: time(n) } },
];

const outcome = (n, generationId) => [
  {
    type: 'OutcomeRecorded',
    data: { generationId, success: n % 10 !== 0, source: 'ci', score: (n % 11) / 10, recordedAt: time(n + OUTCOME_LAG) },
  },
];

const fill = async (store) => {
  const ids = Array.from({ length: GENERATIONS }, () => v7());
  const append = (n, expected, events) => {
    const said = metadata(n);
    return store.append(
      `generation-${ids[n]}`,
      expected,
      events.map((event) => ({ ...event, id: v7(), metadata: said })),
    );
  };
  let next = 0;
  const appender = async () => {
    for (let n = next++; n < GENERATIONS; n = next++) {
      const files = [0, 1, 2].map((k) => ({ path: `lib/part${n % 500}/file${k}.ex`, sha256: sha256(`${n} ${k}`), bytes: 500 + k }));
      await append(n, 'no_stream', requested(n, ids[n], files));
      await append(n, 4, completed(n, ids[n], files));
      if (n >= OUTCOME_LAG) await append(n - OUTCOME_LAG, 8, outcome(n - OUTCOME_LAG, ids[n - OUTCOME_LAG]));
    }
  };
  await Promise.all(Array.from({ length: APPENDERS }, appender));
};

/** Wall and processor seconds of this process. */
const timed = async (action) => {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await action();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
};

const onServer = async (sql) => {
  const client = new pg.Client({ connectionString: SERVER, connectionTimeoutMillis: 2000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const reachable = () =>
  onServer('SELECT 1').then(
    () => true,
    (error) => (console.error(`no PostgreSQL: ${error.message || error.code}`), false),
  );

const intoEmpty = async (store, options) => {
  const db = await openReadModels(options);
  try {
    return await timed(() => projectToEnd(db, store, readModels()));
  } finally {
    await db.destroy();
  }
};

const readOnly = (store) =>
  timed(async () => {
    const types = [...new Set(readModels().flatMap(({ handles }) => handles))];
    for await (const event of store.readAll({ filter: { types } })) if (event.position < 1n) throw new Error('a position is never 0');
  });

const sqlite = async (store, run) => {
  const home = join(work, `home-${run}`);
  const measured = await intoEmpty(store, { home });
  rmSync(home, { recursive: true });
  return measured;
};

const postgres = async (store) => {
  await onServer(`CREATE DATABASE ${DATABASE}`);
  try {
    return await intoEmpty(store, { home: work, url: Object.assign(new URL(SERVER), { pathname: `/${DATABASE}` }).href });
  } finally {
    await onServer(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
  }
};

try {
  const store = await EmbeddedEventStore.open(join(work, 'events.db'));
  const filled = await timed(() => fill(store));
  const events = Number(await store.lastPosition());
  console.error(`${events} events of ${GENERATIONS} generations, recorded in ${round(filled.wall, 1)} s`);
  const subjects = { 'reading alone': readOnly, SQLite: sqlite, ...((await reachable()) && { PostgreSQL: postgres }) };
  const results = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let run = 0; run < RUNS; run += 1)
    for (const [name, subject] of Object.entries(subjects)) results.get(name).push(await subject(store, run));
  await store.close();
  const of = (name, unit) => median(results.get(name).map((result) => result[unit]));
  const row = (name) => [
    name,
    Math.round(events / of(name, 'wall')).toLocaleString('en'),
    round(of(name, 'wall'), 1),
    round(of(name, 'wall') / of('reading alone', 'wall'), 1),
    round((of(name, 'cpu') / events) * 1e6, 1),
  ];
  console.log(table(['into', 'events/s', 'seconds', 'times reading', 'own CPU µs/event'], [...results.keys()].map(row)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
