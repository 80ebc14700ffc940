import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { EmulatedScreen } from './emulated-screen.js';
import { keys, type KeyName } from './keys.js';

const python = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(["sh", "-c", sys.argv[1]])))';

const works = (program: string, args: readonly string[]): boolean => spawnSync(program, args, { stdio: 'ignore', input: '' }).status === 0;

type Launch = (command: string) => readonly [program: string, args: readonly string[]];

const launches: readonly Launch[] = [
  (command) => ['script', ['-qefc', command, '/dev/null']],
  (command) => ['python3', ['-c', python, command]],
];

/** How this machine runs a command in a pseudo terminal; undefined where it has none of the programs for it. */
export const ptyLaunch = (): Launch | undefined => launches.find((launch) => works(...launch('test -t 0 && test -t 2')));

/** A shell command in a real pseudo terminal, and the screen of an emulator that shows it. */
export class PseudoTerminal extends EmulatedScreen {
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(launch: Launch, command: string, env: NodeJS.ProcessEnv, size = { columns: 60, rows: 24 }) {
    super(size);
    const [program, args] = launch(`stty rows ${size.rows} cols ${size.columns}; ${command}`);
    this.child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => this.write(text));
    this.closed = new Promise((resolve) => this.child.on('close', resolve));
  }

  type(text: string): void {
    this.child.stdin!.write(text);
  }

  press(...names: readonly KeyName[]): void {
    this.type(names.map((name) => keys[name]).join(''));
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }
}
