import { DomainError, type CommandMetadata } from '../../domain/decider.js';
import { checkRunReport } from '../../commands/record-run.js';
import { describeFailure } from '../../gateway/failure.js';
import { runCommand, type CommandResult, type OutputStreams } from '../../files/run-command.js';
import { reportFailure, UsageError } from '../failure.js';
import type { CommonOptions, Invocation } from '../invocation.js';
import type { RecordedRun } from '../run/record-result.js';
import { counted } from '../wording.js';

export type RunOptions = CommonOptions & { readonly source: string; readonly score?: string };

/** Exit statuses of our own; shells and tools that run others have the same. */
const FORMWORK_FAILED = 125;
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** 128 and the signal: shells and tools say it like this when Ctrl-C, or a reader that is gone, ended what they ran. */
const STOPPED: ReadonlySet<number> = new Set([128 + 2, 128 + 13]);

const NOBODY: CommandMetadata = { commandId: '', correlationId: '', actor: '', project: '', instance: '', now: '' };

const readReport = ({ source, score }: RunOptions) => {
  const value = score === undefined || score.trim() === '' ? Number.NaN : Number(score);
  if (score !== undefined && Number.isNaN(value))
    throw new UsageError(`--score "${score}" is not a number`, 'a score lies between 0 and 1');
  return { source, ...(score !== undefined && { score: value }) };
};

/** A reader that is gone ends the command, as it would without us; our own end is to be the command's. */
const outliveReaders = (onGone: () => void): void => {
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', onGone);
};

/** Runs the command, and tells whether somebody stopped it, or stopped reading: then its end says nothing. */
const runUnlessStopped = async (argv: readonly string[], { output, environment }: Invocation) => {
  let stopped = false;
  const stop = () => void (stopped = true);
  for (const signal of STOPPING) process.on(signal, stop);
  outliveReaders(stop);
  const { stdout, stderr } = process;
  const streams: OutputStreams = output.json ? { stdout: stderr, stderr } : { stdout, stderr };
  try {
    const result = await runCommand(argv, streams, environment);
    return { result, stopped: stopped || STOPPED.has(result.exitStatus) };
  } finally {
    for (const signal of STOPPING) process.off(signal, stop);
  }
};

const describe = ({ success, items, standing, named }: RecordedRun): string => {
  if (standing === 0) return 'nothing recorded: no generated file stands in this project';
  const outcome = `recorded a ${success ? 'success' : 'failure'} for`;
  if (items.length === standing) return `${outcome} ${counted(standing, 'generation')}`;
  return `${outcome} ${items.length} of ${counted(standing, 'generation')}: the output names ${named.join(', ')}`;
};

const statusOfRefusal = (error: unknown): number => {
  if (!(error instanceof DomainError) || error.details.field !== 'command') return FORMWORK_FAILED;
  return error.code === 'COMMAND_NOT_FOUND' ? NOT_FOUND : NOT_EXECUTABLE;
};

/** The sentence of a failure to record, in which the command's own end is not lost. */
const notRecorded = (error: unknown, { exitStatus }: CommandResult): unknown => {
  const failure = describeFailure(error);
  if (failure === undefined) return error;
  const { code, message, field, hint } = failure;
  const sentence = `the command ended with exit status ${exitStatus}, but its outcome could not be recorded: ${message}`;
  return new DomainError(code, sentence, { ...(field !== undefined && { field }), ...(hint !== undefined && { hint }) });
};

/** `formwork run [--] COMMAND…`: ends as the command does; 125 where Formwork itself failed. */
export const run = async (invocation: Invocation, argv: readonly string[], options: RunOptions): Promise<number> => {
  const { output } = invocation;
  const report = readReport(options);
  try {
    checkRunReport({ ...report, success: true }, NOBODY);
    const { result, stopped } = await runUnlessStopped(argv, invocation);
    const { exitStatus, signal, seconds } = result;
    const document = { command: argv, exitStatus, ...(signal !== undefined && { signal }), seconds, ...report };
    if (stopped) {
      output.note('formwork: stopped; nothing recorded');
      output.result({ ...document, stopped, items: [] }, () => []);
      return exitStatus;
    }
    const { recordResult } = await import('../run/record-result.js');
    const recorded = await recordResult(invocation, result, report).catch((error: unknown) => {
      throw notRecorded(error, result);
    });
    output.note(`formwork: ${describe(recorded)}`);
    const { standing: _standing, ...rest } = recorded;
    output.result({ ...document, stopped, ...rest }, () => []);
    return exitStatus;
  } catch (error) {
    reportFailure(error, output.json);
    return statusOfRefusal(error);
  }
};
