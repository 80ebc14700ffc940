#!/usr/bin/env node
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`formwork: Node ${process.versions.node} is too old; install Node 20.19 or newer\n`);
  process.exit(1);
}
module.enableCompileCache?.();

try {
  // The same command line twice: `generate` alone in one file that loads quickly, and everything.
  const { main } = await import(process.argv[2] === 'generate' ? '../build/generate.js' : '../build/cli.js');
  await main(process.argv.slice(2), new URL('..', import.meta.url));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/build\/(cli|generate)\.js/.test(error.message)) throw error;
  process.stderr.write('formwork: not built yet; run "npm ci" (or "npm run build") in its folder\n');
  process.exitCode = 1;
}
