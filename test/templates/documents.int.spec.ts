import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'yaml';
import { temporaryFolder } from '../support/temporary.js';
import { answerTo, casesOf, describeCase, folderOf, textOf, writeCases } from './support/cases.js';
import { itWith } from './support/it-with.js';
import { formattedAndWritten } from './support/prettier.js';
import { answers, runProgram } from './support/programs.js';

/** YAML without errors or warnings, such as a key that stands twice. */
const parsed = (text: string): unknown => {
  const document = parseDocument(text, { strict: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS();
};

describe.each(['adr-document', 'module-documentation'])('%s', (id) => {
  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(await casesOf(id), () => true);

    expect(written).toEqual(formatted);
  });
});

it('adr-document has front matter that can be read', async () => {
  for (const present of await casesOf('adr-document')) {
    const [, frontMatter = ''] = textOf(present.files[0]!).split('---\n');
    const { status, date } = parsed(frontMatter) as { readonly status: string; readonly date?: string };

    expect(status).toBe(answerTo('superseded_by', present) === '' ? answerTo('status', present) : `superseded by ${answerTo('superseded_by', present)}`);
    expect(date ?? '').toBe(answerTo('date', present));
  }
});

type Step = { readonly uses?: string; readonly run?: string };
type Workflow = { readonly on: unknown; readonly jobs: Readonly<Record<string, { readonly 'runs-on': string; readonly steps: readonly Step[] }>> };

describe('github-actions-node', () => {
  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(await casesOf('github-actions-node'), () => true);

    expect(written).toEqual(formatted);
  });

  it('has workflows whose expressions survive and whose steps each do one thing', async () => {
    for (const present of await casesOf('github-actions-node')) {
      expect(present.files).toHaveLength(present.answers.publish === true ? 2 : 1);
      for (const file of present.files) {
        const { on, jobs } = parsed(textOf(file)) as Workflow;
        const steps = Object.values(jobs).flatMap((job) => job.steps);
        expect({ case: describeCase(present), on: typeof on }).toMatchObject({ on: 'object' });
        for (const step of steps) expect(Object.keys(step).filter((key) => key === 'uses' || key === 'run')).toHaveLength(1);
        for (const script of present.answers.scripts as readonly string[])
          expect(steps).toContainEqual({ run: `${answerTo('package_manager', present)} run ${script}` });
      }
      expect(textOf(present.files[0]!)).toContain('node-version: ${{ matrix.node }}');
    }
  });

  itWith(answers('actionlint', '--version'), 'actionlint is not installed')('gives actionlint nothing to say', async () => {
    const folder = await temporaryFolder();
    const cases = await casesOf('github-actions-node');
    await writeCases(folder, cases);
    const paths = cases.flatMap((one) => one.files.map(({ path }) => `${folderOf(folder, one)}/${path}`));

    expect(await runProgram('actionlint', paths)).toEqual({ status: 0, output: '' });
  });
});
