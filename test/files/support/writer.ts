import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileToWrite, WritePlan } from '../../../src/commands/ports.js';
import { AtomicFileWriter } from '../../../src/files/atomic-file-writer.js';
import { plant, type Tree } from './trees.js';

export const ID = '01980000-0000-7000-8000-000000000001';
export const OTHER_ID = '01980000-0000-7000-8000-000000000002';

/** A destination with `tree` in it, a home, and a writer between them. */
export const writerIn = (root: string, tree: Tree = {}) => {
  const destination = join(root, 'out');
  const pending = join(root, 'home', 'pending');
  mkdirSync(destination);
  mkdirSync(join(root, 'home'));
  plant(destination, tree);
  const writer = new AtomicFileWriter(pending);
  const plan = (files: readonly FileToWrite[], force = true): Promise<WritePlan> => writer.plan(destination, files, { force });
  return { root, destination, pending, writer, plan };
};
