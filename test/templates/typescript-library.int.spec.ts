import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesOf, describeCase, folderOf, textOf, writeCases, type Case } from './support/cases.js';
import { formattedAndWritten } from './support/prettier.js';
import { runProgram } from './support/programs.js';
import { compileProject, linkPackages } from './support/typescript.js';

describe('typescript-library', () => {
  let cases: readonly Case[];
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-test-'));
    cases = await casesOf('typescript-library');
    await writeCases(folder, cases);
    await linkPackages(folder);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(cases, (path) => /\.(ts|js|json|md|yml)$/.test(path));

    expect(written).toEqual(formatted);
  });

  it('type-checks and builds with its own settings', () => {
    for (const present of cases) {
      const at = folderOf(folder, present);
      const complaints = ['tsconfig.json', 'tsconfig.build.json'].map((config) => compileProject(join(at, config)));
      expect({ case: describeCase(present), complaints }).toEqual({ case: describeCase(present), complaints: ['', ''] });
    }
  });

  it('passes its own tests', async () => {
    const [present] = cases;
    const at = folderOf(folder, present!);
    // Compiled first, since not every Node that runs this can read TypeScript.
    expect(compileProject(join(at, 'tsconfig.json'), { noEmit: false, rootDir: at, outDir: join(at, 'compiled') })).toBe('');

    const { status, output } = await runProgram(process.execPath, ['--test', join(at, 'compiled/test/chunk.test.js')]);

    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringMatching(/pass 7\b/) });
  });

  it('names every package that its files import', () => {
    for (const present of cases) {
      const file = (path: string) => present.files.find((one) => one.path === path);
      const { devDependencies } = JSON.parse(textOf(file('package.json')!)) as { readonly devDependencies: Readonly<Record<string, string>> };
      const imported = [...textOf(file('eslint.config.js') ?? { ...file('README.md')!, bytes: new Uint8Array() }).matchAll(/from "(@[^/"]+\/[^/"]+|[^/".]+)/g)];
      expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(imported.map(([, name]) => name)));
    }
  });
});
