import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lintTemplate } from '../../src/templating/lint.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { casesOf, describeCase, shipped, shippedTemplates, textOf, type Case } from './support/cases.js';
import { OPEN_ANSWERS } from './support/open-answers.js';

const IDS = Object.keys(OPEN_ANSWERS);

/** These take an existing file, which nothing can stand in for. */
const NEEDS_INPUT = ['extract-interface', 'licence-header', 'module-documentation'];

const reference = readFileSync(new URL('../../docs/reference/shipped-templates.md', import.meta.url), 'utf8');

it('knows every template that is shipped', async () => {
  expect(await shippedTemplates.ids()).toEqual(IDS);
});

describe.each(IDS)('%s', (id) => {
  let cases: readonly Case[];

  beforeAll(async () => {
    cases = await casesOf(id);
  });

  it('has nothing that the linter reports', async () => {
    expect(lintTemplate(await shippedTemplates.read(id))).toEqual([]);
  });

  it('says what it is and what each question is for', async () => {
    const { manifest, questions } = await shipped(id);

    expect(manifest.description).toMatch(/^[A-Z].{30,}\.$/);
    expect(manifest.tags?.length).toBeGreaterThan(3);
    expect(manifest.checks?.length).toBeGreaterThan(0);
    for (const { name, type, prompt } of questions) if (type !== 'computed') expect({ name, prompt }).toEqual({ name, prompt: expect.stringMatching(/\S/) });
  });

  it('stands in the reference with each of its questions and its language and kind', async () => {
    const { manifest, questions } = await shipped(id);
    const [, section = ''] = reference.split(`\n## ${id}\n`);
    const described = [...section.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \| (\w+) /gm)].map(([, name, type]) => ({ name, type }));

    expect(described).toEqual(questions.filter(({ type }) => type !== 'computed').map(({ name, type }) => ({ name, type })));
    expect(reference).toContain(`| [\`${id}\`](#${id}) | ${manifest.language} | ${manifest.kind} |`);
  });

  it('renders the same bytes again', async () => {
    const again = await casesOf(id);

    expect(again.map(({ files }) => files)).toEqual(cases.map(({ files }) => files));
  });

  it('leaves nothing unrendered, no stray blanks and one line end at the end', () => {
    for (const present of cases)
      for (const file of present.files) {
        const text = textOf(file);
        const place = `${file.path} in ${describeCase(present)}`;
        expect({ place, unrendered: text.match(/\{\{[#^/]|<%/)?.[0] }).toEqual({ place, unrendered: undefined });
        expect({ place, stray: text.match(/[ \t]+\n|\r|\n\n\n(?!\S)|\n\n$/)?.[0] }).toEqual({ place, stray: undefined });
        expect({ place, end: text.at(-1) }).toEqual({ place, end: '\n' });
      }
  });
});

it.each(IDS.filter((id) => !NEEDS_INPUT.includes(id)))('%s needs no answer at all', async (id) => {
  const { unanswered } = await answerQuestions(await shipped(id));

  expect(unanswered).toEqual([]);
});

it.each(NEEDS_INPUT)('%s asks for the file it works on', async (id) => {
  await expect(shipped(id).then((template) => answerQuestions(template))).rejects.toMatchObject({ details: { field: 'input' } });
});
