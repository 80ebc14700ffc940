import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A script of this folder with all it imports from `src`, as one file that Node runs without a build; readable for every user. */
export const bundleScript = (name: string): { readonly path: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'formwork-script-'));
  const path = join(folder, `${name}.mjs`);
  const source = join(import.meta.dirname, `${name}.ts`);
  execFileSync('node_modules/.bin/esbuild', [
    source,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--log-level=warning',
    `--outfile=${path}`,
  ]);
  chmodSync(folder, 0o755);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export type RunningScript = {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** The next thing it says (one JSON value a line); undefined when it has ended. */
  readonly next: () => Promise<unknown>;
  readonly ended: Promise<NodeJS.Signals | number>;
};

export const startScript = (path: string, task: unknown, options: { readonly uid?: number; readonly gid?: number } = {}): RunningScript => {
  const child = spawn(process.execPath, [path, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'], cwd: tmpdir(), ...options });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<NodeJS.Signals | number>((resolve) => child.once('close', (status, signal) => resolve(signal ?? status ?? 0)));
  return {
    process: child,
    next: async () => {
      const line = await lines.next();
      return line.done ? undefined : (JSON.parse(line.value) as unknown);
    },
    ended,
  };
};
