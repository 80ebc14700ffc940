import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { casesOf, folderOf, writeCases, type Case } from './support/cases.js';
import { formattedAndWritten } from './support/prettier.js';
import { runProgram } from './support/programs.js';
import { compile, EXTENSIONLESS, linkPackages, STRICT, writePackageJson } from './support/typescript.js';

/** Stands in for Vitest and for Jest outside of Jest: what the tests use of them, Node's own runner has too. */
const RUNNER = "export { describe, it } from 'node:test';\n";

describe('architecture-component', () => {
  let cases: readonly Case[];
  let folder: string;

  const pathsOf = (some: readonly Case[]) =>
    some.flatMap((one) => one.files.map(({ path }) => join(folderOf(folder, one), path))).filter((path) => path.endsWith('.ts'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-test-'));
    cases = await casesOf('architecture-component');
    await writeCases(folder, cases);
    await linkPackages(folder);
    await writePackageJson(folder, { type: 'module' });
    await writeFile(join(folder, 'runner.ts'), RUNNER);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(cases, () => true, { singleQuote: true });

    expect(written).toEqual(formatted);
  });

  it('compiles under strict settings, with ES modules and without', () => {
    const paths = { '@jest/globals': [join(folder, 'runner.ts')], vitest: [join(folder, 'runner.ts')] };
    const withExtensions = cases.filter(({ answers }) => answers.esm === true);
    const without = cases.filter(({ answers }) => answers.esm === false);

    expect(compile(pathsOf(withExtensions), { ...STRICT, paths })).toBe('');
    expect(compile(pathsOf(without), { ...EXTENSIONLESS, paths })).toBe('');
  });

  it('passes its own test, with a reminder for each operation that is still to be written', async () => {
    const [present] = cases.filter(({ answers }) => answers.esm === true && answers.test_runner === 'node:test');
    const test = pathsOf([present!]).find((path) => path.endsWith('.test.ts'))!;
    const operations = present!.answers.operations as readonly unknown[];

    const { status, output } = await runProgram(process.execPath, ['--test', test.replace(/ts$/, 'js')]);

    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringMatching(new RegExp(`pass 1\\b[\\s\\S]*todo ${operations.length}\\b`)) });
  });
});
