import type * as fs from 'node:fs';

/** The calls that change something on disk, as a seam: a test lets any one of them fail. Looking is done directly. */
export type FileOperations = Pick<
  typeof fs,
  'chmodSync' | 'chownSync' | 'linkSync' | 'mkdirSync' | 'renameSync' | 'rmdirSync' | 'symlinkSync' | 'unlinkSync' | 'writeFileSync'
>;
