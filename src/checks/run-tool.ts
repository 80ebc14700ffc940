import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { BoundedLog } from '../files/bounded-log.js';

type End =
  | { readonly end: 'exited'; readonly exitStatus: number }
  | { readonly end: 'killed'; readonly signal: NodeJS.Signals }
  | { readonly end: 'timed-out' }
  | { readonly end: 'not-started'; readonly errno: string };

/** How a tool's run ended; `output` is what it printed, both streams together, without colours, at most 16 Ki characters of it. */
export type ToolRun = End & { readonly output: string };

export type ToolOptions = {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
};

type Child = ChildProcessByStdio<null, Readable, Readable>;

const MAX_OUTPUT = 16_384;

/** How long output may still come after the tool itself has ended: something that left its process group may hold the streams open. */
const LINGER_MS = 500;

const isWindows = process.platform === 'win32';

/** Ends a tool with everything that it started and that has stayed in its process group. */
const endGroup = ({ pid }: Child): void => {
  if (pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ESRCH', 'EPERM'].includes(code)) throw error; // nobody is left in it, or only what has ended
  }
};

const start = ([command = '', ...args]: readonly string[], { cwd, env = process.env }: ToolOptions): Child =>
  spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    windowsHide: true,
    env: { ...env, PWD: cwd, NO_COLOR: '1', FORCE_COLOR: undefined },
  });

const endOf = (child: Child): Promise<End> =>
  new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined || error.code === undefined) reject(error);
      else resolve({ end: 'not-started', errno: error.code });
    });
    child.once('exit', () => {
      if (!isWindows) endGroup(child);
      const timer = setTimeout(() => [child.stdout, child.stderr].forEach((stream) => stream.destroy()), LINGER_MS);
      child.once('close', () => clearTimeout(timer));
    });
    child.once('close', (exitStatus: number | null, signal: NodeJS.Signals | null) => {
      if (child.pid === undefined) return;
      resolve(signal === null ? { end: 'exited', exitStatus: exitStatus ?? 0 } : { end: 'killed', signal });
    });
  });

/** Its beginning and its end where it is long. */
const bounded = (text: string): string => {
  const plain = stripVTControlCharacters(text).trim();
  const half = MAX_OUTPUT / 2;
  if (plain.length <= MAX_OUTPUT) return plain;
  return `${plain.slice(0, half)}\n… ${plain.length - MAX_OUTPUT} characters left out …\n${plain.slice(-half)}`;
};

/**
 * Runs a tool to its end in a folder, without input and in a process group of its own: when time is up, or the signal is aborted, all that
 * it started ends with it.
 * @throws the signal's reason once it is aborted
 */
export const runTool = async (argv: readonly string[], options: ToolOptions): Promise<ToolRun> => {
  const { timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const log = new BoundedLog();
  const child = start(argv, options);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => log.add(chunk));
  const stop = () => endGroup(child);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    stop();
  }, timeoutMs);
  signal?.addEventListener('abort', stop);
  try {
    const end = await endOf(child);
    signal?.throwIfAborted();
    return { ...(isLate ? { end: 'timed-out' as const } : end), output: bounded(log.text()) };
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', stop);
  }
};
