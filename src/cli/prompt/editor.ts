import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../terminal/capabilities.js';

export type TextToEdit = {
  readonly text: string;
  /** File name suffix, by which editors know the language, e.g. `.json`. */
  readonly suffix: string;
};

/** The person's own editor, where they have said which: `VISUAL`, else `EDITOR`, with its arguments. */
export const editorOf = (env: Environment): string | undefined => env.VISUAL || env.EDITOR || undefined;

/** Opens the text in the person's editor and waits for it; `problem` says why it could not be. Standard output is left alone. */
export const editText = async (
  { text, suffix }: TextToEdit,
  env: Environment,
): Promise<{ readonly text: string; readonly problem?: string }> => {
  const editor = editorOf(env);
  if (editor === undefined) return { text, problem: 'no editor is set; EDITOR names one' };
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'formwork-edit-'));
    const file = join(folder, `answer${suffix}`);
    await writeFile(file, text, { mode: 0o600 });
    // A shell, as git does it: EDITOR may hold arguments (`code --wait`). The terminal is on standard error.
    const editing = spawn(`${editor} "${file}"`, { shell: true, stdio: ['inherit', 2, 2] });
    const [status] = (await once(editing, 'close')) as [number | null];
    if (status !== 0) return { text, problem: `${editor} ended with status ${status ?? 'unknown'}; the text is unchanged` };
    return { text: (await readFile(file, 'utf8')).replace(/\r?\n$/, '') };
  } catch (error) {
    return { text, problem: `${editor} could not be used: ${(error as Error).message}` };
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
};
