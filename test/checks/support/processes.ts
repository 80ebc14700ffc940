import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Waits until the condition holds; the test's own time limit is the end. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await setTimeout(10);
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The process id that a program writes into a file once it runs. */
export const pidIn = async (path: string): Promise<number> => {
  let text = '';
  await until(async () => (text = await readFile(path, 'utf8').catch(() => '')) !== '');
  return Number(text);
};

const HANG = 'setInterval(() => {}, 1e6);';

/** A program that starts another one, which holds its streams open and never ends; says so in a file, then does what it is told. */
export const startingAnother = (pidFile: string, then: string): readonly string[] => [
  process.execPath,
  '-e',
  `const { pid } = require('node:child_process').spawn(process.execPath, ['-e', '${HANG}'], { stdio: 'inherit' });
   console.log('started');
   require('node:fs').writeFileSync(process.argv[1], String(pid));
   ${then}`,
  pidFile,
];

/** The same, and it never ends itself. */
export const hanging = (pidFile: string): readonly string[] => startingAnother(pidFile, HANG);
