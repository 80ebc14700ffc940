import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const BUILT = new URL('../../../dist/eventstore/embedded/engine.js', import.meta.url);

export type Worker = {
  readonly child: ChildProcess;
  /** What it has said so far. */
  readonly said: readonly Record<string, unknown>[];
  /** Resolves once it has said so many things. */
  heard(count: number): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

const follow = (child: ChildProcess): Worker => {
  if (child.stdout === null) throw new Error('the process has no output');
  const said: Record<string, unknown>[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    // a killed process may leave half a line
    if (line.endsWith('}')) said.push(JSON.parse(line) as Record<string, unknown>);
  });
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(([[code, signal]]) => (code ?? signal) as number | string);
  return {
    child,
    said,
    ended,
    async heard(count) {
      while (said.length < count) {
        const outcome = await Promise.race([once(lines, 'line').then(() => undefined), ended]);
        if (outcome !== undefined && said.length < count) throw new Error(`the process ended with ${outcome} after ${said.length} lines`);
      }
    },
  };
};

/** Starts worker.mjs on the compiled engine. */
export const startWorker = (task: string, parameters: readonly (string | number)[], options: SpawnOptions = {}): Worker => {
  if (!existsSync(BUILT)) throw new Error('the engine is not compiled: run npm run build');
  return follow(spawn(process.execPath, [WORKER, task, ...parameters.map(String)], { stdio: ['ignore', 'pipe', 'inherit'], ...options }));
};

/** The same under a limit of its shell, as `ulimit` takes it. */
export const startLimitedWorker = (limit: string, task: string, parameters: readonly (string | number)[]): Worker => {
  const script = `ulimit ${limit}; exec "$0" "$@"`;
  return follow(
    spawn('sh', ['-c', script, process.execPath, WORKER, task, ...parameters.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
};
