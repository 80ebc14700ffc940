import { describe, expect } from '@jest/globals';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary.js';
import { answerTo, casesOf, describeCase, folderOf, writeCases } from './support/cases.js';
import { itWith } from './support/it-with.js';
import { complaintsOf, runProgram } from './support/programs.js';
import { pythonThat } from './support/python.js';

const NEEDED = 'import sys; assert sys.version_info >= (3, 11)';
const python = pythonThat(NEEDED);
const withFastApi = pythonThat(`${NEEDED}; import fastapi.testclient, pytest, pydantic; assert pydantic.VERSION.startswith("2.")`);
const withBlack = pythonThat('import black');
const withRuff = pythonThat('import ruff');
const withMypy = pythonThat('import fastapi, mypy');

const MISSING = (what: string) => `no Python with ${what}; FORMWORK_TEST_PYTHON can name one`;

const written = async () => {
  const folder = await temporaryFolder();
  const cases = await casesOf('python-fastapi-resource');
  await writeCases(folder, cases);
  return { folder, cases };
};

describe('generated Python', () => {
  itWith(python !== undefined, MISSING('version 3.11 or newer'))('compiles', async () => {
    const { folder } = await written();

    const result = await runProgram(python!, ['-W', 'error', '-m', 'compileall', '-q', folder]);

    expect(result).toEqual({ status: 0, output: '' });
  });

  itWith(withFastApi !== undefined, MISSING('fastapi, pydantic 2, pytest and a client for tests'))(
    'passes its own tests',
    async () => {
      const { folder, cases } = await written();

      for (const present of cases.filter(({ answers }) => answers.tests === true)) {
        const cwd = folderOf(folder, present);
        const env = { PYTHONPATH: join(cwd, answerTo('directory', present)), PYTHONDONTWRITEBYTECODE: '1' };
        const result = await runProgram(withFastApi!, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], { cwd, env });
        expect({ case: describeCase(present), complaints: complaintsOf(result) }).toMatchObject({ complaints: '' });
        expect(result.output).toMatch(/\d+ passed/);
      }
    },
    120_000,
  );

  itWith(withBlack !== undefined, MISSING('black'))('is as black writes it', async () => {
    const { folder } = await written();

    expect(complaintsOf(await runProgram(withBlack!, ['-m', 'black', '--check', '--diff', '--target-version', 'py311', folder]))).toBe('');
  });

  itWith(withRuff !== undefined, MISSING('ruff'))('gives ruff nothing to say', async () => {
    const { folder, cases } = await written();
    const rules = 'A001,ANN0,ANN2,ARG,ASYNC,B,C4,C90,DTZ,E,F,FAST,I,N,PERF,PIE,PL,PT,Q,RET,RUF,S1,SIM,T,UP,W';
    const ignored = 'PLR2004,S101'; // bare numbers and assert are how tests are written
    const options = ['--isolated', '--no-cache', '--target-version', 'py311', '--select', rules, '--ignore', ignored, '--config', 'src=[".", "src"]'];

    for (const present of cases) {
      const result = await runProgram(withRuff!, ['-m', 'ruff', 'check', ...options, '.'], { cwd: folderOf(folder, present) });
      expect({ case: describeCase(present), complaints: complaintsOf(result) }).toMatchObject({ complaints: '' });
    }
  });

  itWith(withMypy !== undefined, MISSING('fastapi and mypy'))(
    'has types that mypy accepts strictly',
    async () => {
      const { folder, cases } = await written();
      const [present] = cases;

      const options = ['--strict', '--explicit-package-bases', '--no-incremental'];
      const result = await runProgram(withMypy!, ['-m', 'mypy', ...options, '.'], { cwd: folderOf(folder, present!) });

      expect(complaintsOf(result)).toBe('');
    },
    120_000,
  );
});
