import * as fs from 'node:fs';
import type { FileOperations } from '../../../src/files/file-operations.js';

const NAMES = [
  'chmodSync',
  'chownSync',
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'writeFileSync',
] as const;

export type OperationName = (typeof NAMES)[number];

type Watcher = (name: OperationName, args: readonly unknown[], count: number) => void;

/** The real operations, each announced to `before` with its name, its arguments and its number (from 0). What `before` throws is what the operation answers. */
export const watchedOperations = (before: Watcher, after: Watcher = () => undefined): FileOperations & { readonly count: () => number } => {
  let count = 0;
  const watch = (name: OperationName) => {
    const operation = fs[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => {
      const number = count++;
      before(name, args, number);
      const result = operation(...args);
      after(name, args, number);
      return result;
    };
  };
  return { ...(Object.fromEntries(NAMES.map((name) => [name, watch(name)])) as unknown as FileOperations), count: () => count };
};

/** What the system answers, as Node hands it on. */
export const systemError = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: injected`), { code, errno: -1, syscall: 'injected' });
