import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { casesOf, folderOf, writeCases, type Case } from './support/cases.js';
import { itWith } from './support/it-with.js';
import { formattedAndWritten } from './support/prettier.js';
import { runProgram } from './support/programs.js';
import { compile, EXTENSIONLESS, linkPackages, STRICT, writePackageJson } from './support/typescript.js';

const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const isInstalled = (name: string): boolean => existsSync(join(nodeModules, name));

/** Stands in for Vitest, which is not installed here: what the specs use of it is the same in Jest. */
const VITEST = "export * from '@jest/globals';\n";
const JEST_CONFIG = { testEnvironment: 'node', transform: {}, testRegex: '\\.spec\\.js$', moduleNameMapper: { '^vitest$': '<rootDir>/vitest.js' } };

const pathsOf = (folder: string, cases: readonly Case[]) => cases.flatMap((one) => one.files.map(({ path }) => join(folderOf(folder, one), path)));

describe('typescript-service', () => {
  let cases: readonly Case[];
  let folder: string;

  const runSpecs = (suffix: string, some: readonly Case[]) => {
    const specs = pathsOf(folder, some).filter((path) => path.endsWith(`.${suffix}.spec.ts`));
    const jest = [join(nodeModules, 'jest/bin/jest.js'), '--config', 'jest.config.json', '--maxWorkers', '2', '--runTestsByPath'];
    const compiled = specs.map((path) => path.replace(/ts$/, 'js'));
    return runProgram(process.execPath, ['--experimental-vm-modules', '--no-warnings', ...jest, ...compiled], { cwd: folder });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-test-'));
    cases = await casesOf('typescript-service');
    await writeCases(folder, cases);
    await linkPackages(folder);
    await writePackageJson(folder, { type: 'module' });
    await writeFile(join(folder, 'vitest.ts'), VITEST);
    await writeFile(join(folder, 'jest.config.json'), JSON.stringify(JEST_CONFIG));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(cases, () => true, { singleQuote: true });

    expect(written).toEqual(formatted);
  });

  it('compiles under strict settings, with ES modules and without', () => {
    const withExtensions = cases.filter(({ answers }) => answers.esm === true);
    const without = cases.filter(({ answers }) => answers.esm === false);

    const paths = { vitest: [join(folder, 'vitest.ts')] };

    expect(compile(pathsOf(folder, withExtensions), { ...STRICT, paths })).toBe('');
    expect(compile(pathsOf(folder, without), { ...EXTENSIONLESS, paths })).toBe('');
  }, 120_000);

  it('passes the tests of its services', async () => {
    const { status, output } = await runSpecs('service', cases);

    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining(`${cases.length} passed`) });
  }, 120_000);

  for (const platform of ['express', 'fastify'])
    itWith(isInstalled(`@nestjs/platform-${platform}`), `@nestjs/platform-${platform} is not installed`)(
      `passes its tests over HTTP on ${platform}`,
      async () => {
        const some = cases.filter(({ answers }) => answers.platform === platform);

        const { status, output } = await runSpecs('controller', some);

        expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining(`${some.length} passed`) });
      },
      120_000,
    );
});
