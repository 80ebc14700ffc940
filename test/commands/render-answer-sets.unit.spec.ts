import { describe, expect, it } from '@jest/globals';
import { renderAnswerSets, type GivenAnswers } from '../../src/commands/render-answer-sets.js';
import type { Question } from '../../src/templating/manifest.js';
import { refusalOf, templateOf } from '../templating/support/bundles.js';

const sets = (questions: readonly Question[], body: string, given: GivenAnswers = {}) =>
  renderAnswerSets(templateOf({ questions, files: [{ path: 'a', template: 'body' }] }, { body }), given, () => undefined);

const answersOf = async (...asked: Parameters<typeof sets>) => (await sets(...asked)).results.map(({ answers }) => answers);

const PICK: Question = { name: 'pick', type: 'choice', choices: ['a', 'b', 'c'] };

describe('renderAnswerSets', () => {
  it('makes sets that come to the same one result', async () => {
    const told: (readonly [number, number])[] = [];
    const template = templateOf({ questions: [PICK], files: [{ path: 'a', template: 'body' }] }, { body: '{{#pick}}x{{/pick}}' });
    const rendered = await renderAnswerSets(template, {}, (...progress) => told.push(progress));
    expect(rendered).toMatchObject({ answerSets: 3, files: 3, failures: [], results: [{ answers: { pick: 'a' }, answerSets: 3 }] });
    expect(told).toEqual([[1, 3], [2, 3], [3, 3]]); // prettier-ignore
  });

  it('keeps a given answer in every set, of a question too that is asked anew each time', async () => {
    expect(await answersOf([PICK, { name: 'on', type: 'boolean' }], '{{pick}}{{on}}', { pick: 'b' })).toEqual([
      { pick: 'b', on: true },
      { pick: 'b', on: false },
    ]);
    expect(await answersOf([{ ...PICK, ask: 'always' }], '{{pick}}', { pick: 'b' })).toEqual([{ pick: 'b' }]);
    const more: Question = { ...PICK, name: 'more', when: 'pick == "a"' };
    expect(await answersOf([PICK, more], '{{pick}}{{#more}}{{more}}{{/more}}', { more: 'b' })).toEqual([
      { pick: 'a', more: 'b' },
      { pick: 'b' },
      { pick: 'c' },
    ]);
  });

  it('refuses given answers that are unknown, computed, unfit or never asked for', async () => {
    const computed: Question = { name: 'loud', type: 'computed', value: '{{pick.upper}}' };
    const refused = (given: GivenAnswers) => refusalOf(() => sets([PICK, computed], '{{loud}}', given));
    expect(await refused({ pikc: 'a' })).toMatchObject({ code: 'ANSWER_UNKNOWN', field: 'pikc', hint: expect.stringContaining('"pick"') });
    expect(await refused({ loud: 'A' })).toMatchObject({ code: 'ANSWER_UNKNOWN', field: 'loud' });
    const hidden: Question = { name: 'hidden', type: 'boolean', when: 'pick == "a"' };
    expect(await refusalOf(() => sets([PICK, hidden], '{{pick}}', { pick: 'b', hidden: 'true' }))).toMatchObject({ code: 'ANSWER_HIDDEN' });
    expect(await refused({ pick: 'd' })).toMatchObject({ code: 'ANSWER_INVALID', field: 'pick' });
  });

  it('goes on after a set that cannot be rendered', async () => {
    const body = '{{#on}}{{name}}{{/on}}{{^on}}fine{{/on}}';
    const { failures, results } = await sets(
      [
        { name: 'on', type: 'boolean' },
        { name: 'name', type: 'string', when: '{{^on}}true{{/on}}' },
      ],
      body,
    );
    expect(failures.map(({ answers, error }) => [answers, error.code])).toEqual([[{ on: true }, 'VARIABLE_UNANSWERED']]);
    expect(results.map(({ answers }) => answers)).toEqual([{ on: false, name: 'example' }]);
  });
});
