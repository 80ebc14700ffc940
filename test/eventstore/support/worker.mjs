// A second process for the tests of the embedded store: node worker.mjs TASK FOLDER …
// It speaks in lines of JSON, each written at once, so that what it said before it was killed is known.
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { Engine } from '../../../dist/eventstore/embedded/engine.js';

const say = (message) => writeSync(1, `${JSON.stringify(message)}\n`);
const anEvent = (bytes = 20, nth = 0, of = 1) => ({
  id: randomUUID(),
  type: 'Written',
  json: true,
  data: Buffer.alloc(bytes, 'x'),
  metadata: Buffer.from(JSON.stringify({ nth, of })),
});

const tasks = {
  /** Some writers, each with its own stream and now and then the shared one, for ever or so many times. */
  async append(folder, name, writers, times = 'Infinity', bytes = '20') {
    const engine = await Engine.open(folder);
    const write = async (writer) => {
      for (let number = 0; number < Number(times); number++) {
        const stream = number % 3 === 2 ? 'shared' : `${name}-${writer}`;
        const of = 1 + (number % 3);
        const events = Array.from({ length: of }, (_, nth) => anEvent(Number(bytes), nth, of));
        const outcome = await engine.append(stream, 'any', events);
        say({ stream, ids: events.map(({ id }) => id), ...outcome });
      }
    };
    await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));
    await engine.close();
  },

  /** Increments a counter that others increment too: reads it, appends at the revision read, again when somebody was faster. */
  async count(folder, times) {
    const engine = await Engine.open(folder);
    let revision = -1;
    let races = 0;
    for (let done = 0; done < Number(times);) {
      const outcome = await engine.append('counter', revision === -1 ? 'no_stream' : revision, [anEvent()]);
      if (outcome.kind === 'written') done++;
      else races++;
      revision = outcome.kind === 'written' ? outcome.revision : outcome.actual;
    }
    say({ races });
    await engine.close();
  },

  /** Says what it hears until it heard that many events; then leaves the iteration, and closes nothing. */
  async follow(folder, count) {
    const engine = await Engine.open(folder);
    let heard = 0;
    for await (const { events, atEnd } of engine.follow('end')) {
      if (atEnd && heard === 0) say({ following: true });
      for (const { position } of events) say({ position });
      heard += events.length;
      if (heard >= Number(count)) break;
    }
  },

  async open(folder) {
    await Engine.open(folder).catch(({ code, message, hint }) => say({ code, message, hint }));
  },

  /** Appends until that fails, then once more. */
  async fail(folder, bytes) {
    const engine = await Engine.open(folder);
    const failed = ({ code, message }) => say({ code, message });
    try {
      for (;;) say(await engine.append('a', 'any', [anEvent(Number(bytes))]));
    } catch (error) {
      failed(error);
    }
    await engine.append('b', 'any', [anEvent()]).then(say, failed);
    say({ last: await engine.lastPosition() });
    await engine.close();
  },
};

const [task, ...parameters] = process.argv.slice(2);
await tasks[task](...parameters);
