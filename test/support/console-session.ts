import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One command of a session as a page shows it, and what it is said to print. */
export type Step = { readonly command: string; readonly expected: string };

/** All ```console blocks of a page as one session: a line after `$ ` is typed, with more of it after `> `; what follows is printed. */
export const readSession = async (page: string): Promise<readonly Step[]> => {
  const text = await readFile(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/```console\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((step) => {
        const lines = step.split('\n');
        const typed = lines.findIndex((line, index) => index > 0 && !/^> ?/.test(line));
        const command = lines.slice(0, typed).map((line, index) => (index === 0 ? line : line.replace(/^> ?/, '')));
        return { command: command.join('\n'), expected: lines.slice(typed).join('\n').trimEnd() };
      }),
  );
};

/** What differs from run to run stands as `…` in a page, and the working folder as `~/demo`. */
const normalise = (text: string, folder: string): string =>
  text
    .replaceAll(folder, '~/demo')
    .replace(/\b[0-9a-f]{64}\b/g, '…')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')
    .replace(/ by user:\S+/g, ' by …')
    .trimEnd();

/** Types a session into a shell, in a folder and a home of its own; gives what was printed for each step. */
export const runSession = async (steps: readonly Step[]): Promise<readonly Step[]> => {
  const base = await temporaryFolder();
  const [folder, bin, home] = ['demo', 'bin', 'home'].map((name) => join(base, name)) as [string, string, string];
  for (const path of [folder, bin]) mkdirSync(path);
  writeFileSync(join(bin, 'formwork'), `#!/bin/sh\nexec "${process.execPath}" "${root}bin/formwork.js" "$@"\n`);
  chmodSync(join(bin, 'formwork'), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, FORMWORK_HOME: join(home, '.formwork'), NO_COLOR: '1' };
  return steps.map(({ command }) => {
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
    return { command, expected: normalise(stdout + stderr, folder) };
  });
};
