import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { CheckStep, OutputChecker, Verdict } from '../commands/output-checker.js';
import type { RenderedFile } from '../templating/render.js';
import { parserFor } from './parsers.js';
import { runTool, type ToolRun } from './run-tool.js';

export type CheckerOptions = {
  /** Of commands. */
  readonly env: NodeJS.ProcessEnv;
  /** How long one command may take. */
  readonly timeoutMs: number;
};

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const put = async (folder: string, { path, bytes, executable, symlink: isLink }: RenderedFile): Promise<void> => {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  if (isLink) await symlink(new TextDecoder().decode(bytes), target);
  else await writeFile(target, bytes, { mode: executable ? 0o777 : 0o666, flag: 'wx' });
};

const checkSyntax = async ({ path, bytes }: RenderedFile): Promise<Verdict> => {
  const parser = await parserFor(path);
  if ('missing' in parser) return { state: 'skipped', reason: parser.missing };
  const text = textOf(bytes);
  if (text === undefined) return { state: 'failed', message: `${path} is not UTF-8 text` };
  const problem = parser.parse(text, path);
  if (problem === undefined) return { state: 'passed' };
  return { state: 'failed', message: `${path}:${problem.line}:${problem.column}: ${problem.message}` };
};

/** A bare name is looked for on the PATH; one with a slash is part of what was rendered, and has to be there. */
const notStarted = (command: string, errno: string): Verdict => {
  const isBare = !/[\\/]/.test(command);
  if (errno === 'ENOENT' && isBare) return { state: 'skipped', reason: `${command} is not installed here` };
  if (errno === 'ENOENT')
    return { state: 'failed', message: `${command} is not among the generated files, or what should run it is missing` };
  return { state: 'failed', message: errno === 'EACCES' ? `${command} is not executable` : `${command} could not be started: ${errno}` };
};

const howItEnded = (run: Exclude<ToolRun, { readonly end: 'not-started' }>, timeoutMs: number): string => {
  switch (run.end) {
    case 'exited':
      return `ended with exit status ${run.exitStatus}`;
    case 'killed':
      return `was ended by ${run.signal}`;
    case 'timed-out':
      return `did not end within ${timeoutMs / 1000} s`;
  }
};

const runCommand = async (
  argv: readonly string[],
  cwd: string,
  { env, timeoutMs }: CheckerOptions,
  signal: AbortSignal | undefined,
): Promise<Verdict> => {
  const [command = ''] = argv;
  if (command === '') return { state: 'failed', message: 'the name of the command comes out blank' };
  const run = await runTool(argv, { cwd, env, timeoutMs, signal });
  if (run.end === 'not-started') return notStarted(command, run.errno);
  if (run.end === 'exited' && run.exitStatus === 0) return { state: 'passed' };
  const output = run.output.replaceAll(`${cwd}${sep}`, '');
  return { state: 'failed', message: `${argv.join(' ')} ${howItEnded(run, timeoutMs)}`, ...(output !== '' && { output }) };
};

/** Writes rendered files into a temporary folder and checks them there: each text by its language's parser, commands as whoever runs this. */
export class FolderOutputChecker implements OutputChecker {
  constructor(private readonly options: CheckerOptions) {}

  async *check(files: readonly RenderedFile[], steps: readonly CheckStep[], signal?: AbortSignal): AsyncGenerator<Verdict> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'formwork-check-')));
    const byPath = new Map(files.map((file) => [file.path, file]));
    try {
      if (steps.some(({ kind }) => kind === 'command')) for (const file of files) await put(folder, file);
      for (const step of steps) {
        signal?.throwIfAborted();
        yield step.kind === 'syntax'
          ? await checkSyntax(byPath.get(step.path)!)
          : await runCommand(step.argv, folder, this.options, signal);
      }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
