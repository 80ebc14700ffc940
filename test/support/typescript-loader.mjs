// Lets a child process of a test run the sources as they are: node --import ./test/support/typescript-loader.mjs file.ts
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';

const isTypeScript = (url) => url?.startsWith('file:') && url.endsWith('.ts');

export const resolve = (specifier, context, next) =>
  next(specifier.startsWith('.') && isTypeScript(context.parentURL) ? specifier.replace(/\.js$/, '.ts') : specifier, context);

export const load = async (url, context, next) => {
  if (!isTypeScript(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { filename, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
};

if (isMainThread) register(import.meta.url);
