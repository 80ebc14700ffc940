/** Writes files as another process would; its argument says what, and at which change of the disk it kills itself or waits for a byte on stdin. */
import { readSync, writeSync } from 'node:fs';
import { AtomicFileWriter } from '../../../src/files/atomic-file-writer.js';
import { watchedOperations } from './operations.js';

export type ChildTask = {
  readonly generationId: string;
  readonly pending: string;
  readonly destination: string;
  readonly files: readonly { readonly path: string; readonly line: string; readonly lines: number }[];
  readonly killAt?: number;
  readonly pauseAt?: number;
};

const { generationId, pending, destination, files, killAt, pauseAt } = JSON.parse(process.argv[2]!) as ChildTask;
const say = (message: unknown) => writeSync(1, `${JSON.stringify(message)}\n`);

const operations = watchedOperations((_name, _args, count) => {
  if (count === killAt) process.kill(process.pid, 'SIGKILL');
  if (count === pauseAt) {
    say('pausing');
    readSync(0, Buffer.alloc(1));
  }
});
const writer = new AtomicFileWriter(pending, operations);
const toWrite = files.map(({ path, line, lines }) => ({ path, bytes: Buffer.from(`${line}\n`.repeat(lines)) }));
try {
  const plan = await writer.plan(destination, toWrite, { force: true });
  say('planned');
  await writer.write(generationId, plan);
  await writer.settle(generationId);
  say({ changes: operations.count() });
} catch (error) {
  say({ error: { code: (error as { code?: string }).code, message: (error as Error).message } });
}
