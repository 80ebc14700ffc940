import { describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.js';
import { answerTo, casesOf, folderOf, textOf, writeCases, type Case } from './support/cases.js';
import { itWith } from './support/it-with.js';
import { answers, runProgram } from './support/programs.js';

const script = fileURLToPath(new URL('support/check-elixir.exs', import.meta.url));

/** Answers of the checking script: its findings, and what ExUnit says of the generated tests. */
const check = async (cases: readonly Case[]) => {
  const folder = await temporaryFolder();
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);
  await writeCases(folder, cases);
  return runProgram('elixir', [script, scratch, ...cases.map((one) => folderOf(folder, one))], { cwd: folder });
};

/** What the script then finds at work is compared with the source, so the source is compared with the answers here. */
it('elixir-genserver-cache says what was answered', async () => {
  for (const present of await casesOf('elixir-genserver-cache')) {
    const source = textOf(present.files[0]!);

    expect(source).toContain(`strategy: :${answerTo('supervisor_strategy', present)}`);
    expect(source.includes(':ets')).toBe(present.answers.use_ets);
    expect(/@ttl :timer.minutes\((\d+)\)/.exec(source)?.[1] ?? '').toBe(answerTo('ttl_minutes', present));
  }
});

describe('generated Elixir', () => {
  const withElixir = itWith(answers('elixir', '--version'), 'elixir is not installed');

  withElixir(
    'elixir-genserver-cache is formatted, compiles without warnings, caches, expires and is supervised as asked',
    async () => {
      const { status, output } = await check(await casesOf('elixir-genserver-cache'));

      expect(output).toMatch(/^\s*Finished in .*\n0 failures\n/);
      expect(status).toBe(0);
    },
    120_000,
  );

  withElixir(
    'elixir-production is formatted, compiles without warnings and passes its doctest and tests',
    async () => {
      // All modules live in one machine, so each case has an application of its own.
      const cases = await casesOf('elixir-production', (number) => ({ app: `Case${number}` }));
      const { status, output } = await check(cases);

      expect(output).toMatch(/^\.+\s+Finished in .*\n\d+ doctests, \d+ tests, 0 failures\n/);
      expect(status).toBe(0);
    },
    120_000,
  );
});
