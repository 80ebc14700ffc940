import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary.js';

const bin = fileURLToPath(new URL('../../bin/formwork.js', import.meta.url));

export type CliResult = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export type RunOptions = { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string };

/** The real command line, in a home and a folder of its own. */
export type Cli = {
  readonly home: string;
  readonly cwd: string;
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  /** Runs with `--json`, expects the given status and gives the document. */
  json<Document = Record<string, unknown>>(args: readonly string[], options?: RunOptions & { readonly status?: number }): Promise<Document>;
  start(args: readonly string[], options?: RunOptions): ChildProcess;
  /** Every event, or those of one type. */
  events(type?: string): Promise<
    readonly {
      readonly type: string;
      readonly stream: string;
      readonly data: Record<string, unknown>;
      readonly metadata: Record<string, unknown>;
    }[]
  >;
  read(path: string): Promise<string>;
  /** Paths of all files below the working folder, sorted. */
  files(): Promise<readonly string[]>;
};

const collect = (child: ChildProcess): Promise<CliResult> =>
  new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => void (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => void (output.stderr += text));
    child.on('error', reject).on('close', (status) => resolve({ status, ...output }));
  });

export const openCli = async (): Promise<Cli> => {
  const cwd = await temporaryFolder();
  const home = join(await temporaryFolder(), 'home');
  const start: Cli['start'] = (args, options = {}) =>
    spawn(process.execPath, [bin, ...args], {
      cwd: options.cwd ?? cwd,
      env: { PATH: process.env.PATH, HOME: home, FORMWORK_HOME: home, NO_COLOR: '1', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const run: Cli['run'] = (args, options) => collect(start(args, options));
  const json = async <Document>(
    args: readonly string[],
    { status = 0, ...options }: RunOptions & { readonly status?: number } = {},
  ): Promise<Document> => {
    const result = await run([...args, '--json'], options);
    if (result.status !== status)
      throw new Error(`formwork ${args.join(' ')} ended with ${result.status}: ${result.stderr || result.stdout}`);
    return JSON.parse(result.stdout) as Document;
  };
  return {
    home,
    cwd,
    start,
    run,
    json,
    events: async (type) => {
      const { items } = await json<{ items: Awaited<ReturnType<Cli['events']>> }>(['events']);
      return items.filter((event) => type === undefined || event.type === type);
    },
    read: (path) => readFile(join(cwd, path), 'utf8'),
    files: async () => {
      const entries = await readdir(cwd, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(cwd.length + 1))
        .sort();
    },
  };
};
