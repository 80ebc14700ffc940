import { spawn, spawnSync } from 'node:child_process';

export type Result = { readonly status: number | null; readonly output: string };

export type ProgramOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string };

/** Runs a program to its end and keeps everything it printed. */
export const runProgram = (command: string, args: readonly string[], { cwd, env, input = '' }: ProgramOptions = {}): Promise<Result> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
    child.stdin.end(input);
    child.on('error', reject).on('close', (status) => resolve({ status, output }));
  });

/** Whether a program is there and answers with status 0. */
export const answers = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What a program that failed printed; blank for one that ended well. */
export const complaintsOf = ({ status, output }: Result): string => (status === 0 ? '' : `ended with ${status}: ${output}`);
