import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { DomainError } from '../domain/decider.js';
import { BoundedLog } from './bounded-log.js';
import { errnoOf, refusalOf } from './refusals.js';

/** Where the command's output goes while it runs. */
export type OutputStreams = { readonly stdout: Writable; readonly stderr: Writable };

export type CommandResult = {
  /** The command's own, or 128 and the number of the signal that ended it, as shells have it. */
  readonly exitStatus: number;
  readonly signal?: NodeJS.Signals;
  readonly seconds: number;
  /** What it printed, both streams in the order in which they came in, at most 1 MiB (beginning and end). */
  readonly log: string;
};

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** How long output may still come after the command itself has ended: something it left running may hold the streams open for ever. */
const LINGER_MS = 500;

/** Output passes through a pipe to be kept, and most tools drop their colours then; where a person watches, they are asked not to. */
const withColours = (env: NodeJS.ProcessEnv, { stdout }: OutputStreams): NodeJS.ProcessEnv => {
  const decided = ['NO_COLOR', 'FORCE_COLOR', 'CLICOLOR_FORCE'].some((name) => env[name] !== undefined);
  const watched = 'isTTY' in stdout && stdout.isTTY === true;
  return decided || !watched ? env : { ...env, FORCE_COLOR: '1', CLICOLOR_FORCE: '1' };
};

const passOn = (from: Readable, to: Writable, log: BoundedLog): void => {
  from.on('data', (chunk: Buffer) => log.add(chunk));
  from.pipe(to, { end: false });
  // A reader that is gone is the command's to know, as it would be without us in between.
  const close = () => from.destroy();
  to.once('error', close);
  from.once('close', () => to.off('error', close));
};

/**
 * Signals to us are meant for the command. Ctrl-C at a terminal has reached it already, together with us; a second
 * one would tell many tools to give up at once.
 */
const forwardSignals = (child: Child): (() => void) => {
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const interrupt = atTerminal ? () => undefined : forward;
  const handlers = { SIGINT: interrupt, SIGTERM: forward, SIGHUP: forward } as const;
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  };
};

const ended = (child: Child) =>
  new Promise<{ status: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.once('close', (status: number | null, signal: NodeJS.Signals | null) => resolve({ status, signal }));
    child.once('exit', () => {
      const stop = () => [child.stdout, child.stderr].forEach((stream) => stream.destroy());
      let timer = setTimeout(stop, LINGER_MS);
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(stop, LINGER_MS);
      };
      child.stdout.on('data', wait);
      child.stderr.on('data', wait);
      child.once('close', () => clearTimeout(timer));
    });
  });

const notRun = (command: string, error: unknown): unknown => {
  const hint = 'check its spelling and the PATH; a shell line needs: sh -c "…"';
  if (errnoOf(error) === 'ENOENT')
    return new DomainError('COMMAND_NOT_FOUND', `there is no command ${command}`, { field: 'command', hint });
  if (errnoOf(error) === 'EACCES')
    return new DomainError('COMMAND_NOT_EXECUTABLE', `${command} is not executable`, {
      field: 'command',
      hint: `run: chmod +x ${command}`,
    });
  return refusalOf(error, `run ${command}`, 'command');
};

const run = async (command: string, args: readonly string[], streams: OutputStreams, env: NodeJS.ProcessEnv): Promise<CommandResult> => {
  const log = new BoundedLog();
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['inherit', 'pipe', 'pipe'], env: withColours(env, streams) });
  const end = ended(child);
  if (child.pid === undefined) await end;
  const stopForwarding = forwardSignals(child);
  passOn(child.stdout, streams.stdout, log);
  passOn(child.stderr, streams.stderr, log);
  const { status, signal } = await end.finally(stopForwarding);
  const seconds = (performance.now() - began) / 1000;
  return signal === null
    ? { exitStatus: status ?? 0, seconds, log: log.text() }
    : { exitStatus: 128 + constants.signals[signal], signal, seconds, log: log.text() };
};

/**
 * Runs a command as if it had been called directly, and keeps what it prints: stdin is its own, its output is passed on
 * byte for byte as it comes, signals reach it, its exit status is the answer. What differs: its output is a pipe and no
 * terminal, so a tool that asks for one draws no progress bars, and what comes from both streams in the same moment may
 * change places.
 *
 * @throws DomainError COMMAND_NOT_FOUND, COMMAND_NOT_EXECUTABLE
 */
export const runCommand = async (
  argv: readonly string[],
  streams: OutputStreams = { stdout: process.stdout, stderr: process.stderr },
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> => {
  const [command = '', ...args] = argv;
  if (command === '')
    throw new DomainError('COMMAND_NOT_FOUND', 'no command is given', { field: 'command', hint: 'for example: formwork run -- npm test' });
  try {
    return await run(command, args, streams, env);
  } catch (error) {
    throw notRun(command, error);
  }
};
