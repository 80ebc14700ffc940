import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCli } from '../support/cli.js';

const build = fileURLToPath(new URL('../../build/', import.meta.url));
const STATIC_IMPORT = /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from)?\s*["']([^"']+)["']/g;

/** Everything that loading a built file loads at once; what is imported later, when it is needed, does not count. */
const loadedBy = (file: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
    if (specifier.startsWith('.')) loadedBy(join(dirname(file), specifier), seen);
    else seen.add(specifier);
  return seen;
};

/** The chunk that the generate bundle imports when the verb runs. */
const verbChunk = (): string => {
  const [, chunk] = /import\(["']\.\/(generate-[A-Z0-9]+\.js)["']\)/.exec(readFileSync(join(build, 'generate.js'), 'utf8')) ?? [];
  expect(chunk).toBeDefined();
  return join(build, chunk!);
};

describe('Promise 10: start-up is cheap where people wait', () => {
  it('loads no framework, no ORM, no database client and no YAML parser on the way to a generated file', () => {
    const loaded = [...loadedBy(join(build, 'generate.js')), ...loadedBy(verbChunk())];
    const packages = loaded.filter((name) => !name.startsWith('/') && !name.startsWith('node:'));
    expect(
      [...new Set(packages)].filter((name) => !['fs', 'path', 'crypto', 'os', 'events', 'process', 'child_process'].includes(name)),
    ).toEqual(['@photostructure/sqlite']);
    const texts = loaded.filter((name) => name.startsWith('/')).map((file) => readFileSync(file, 'utf8'));
    expect(texts.filter((text) => /tag:yaml\.org|json-schema\.org/.test(text))).toEqual([]);
  });

  it('tells its version', async () => {
    const cli = await openCli();
    const { stdout, status } = await cli.run(['--version']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
