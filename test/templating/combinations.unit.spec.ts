import { describe, expect, it } from '@jest/globals';
import type { AnswerValues } from '../../src/templating/answers.js';
import { combinations } from '../../src/templating/combinations.js';
import type { Question } from '../../src/templating/manifest.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { refusalOf, withQuestions } from './support/bundles.js';

const has = (sets: readonly AnswerValues[], part: AnswerValues) =>
  sets.some((set) => Object.entries(part).every(([name, value]) => JSON.stringify(set[name]) === JSON.stringify(value)));

const choice = (name: string, ...choices: string[]): Question => ({ name, type: 'choice', choices });

describe('combinations', () => {
  it('hold every pair of answers, in few sets', async () => {
    const questions = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => choice(name, '1', '2', '3'));
    const sets = await combinations(withQuestions(...questions));
    for (const [at, a] of questions.entries())
      for (const b of questions.slice(at + 1))
        for (const x of ['1', '2', '3'])
          for (const y of ['1', '2', '3'])
            expect([a.name, x, b.name, y, has(sets, { [a.name]: x, [b.name]: y })]).toEqual([a.name, x, b.name, y, true]);
    expect(sets.length).toBeLessThanOrEqual(24); // all combinations would be 729
  });

  it('reach questions and choices behind conditions, and leave out what cannot be', async () => {
    const template = withQuestions(
      { name: 'cache', type: 'boolean', default: true },
      { name: 'ttl', type: 'number', min: 1, max: 60, integer: true, default: 5, when: '{{cache}}' },
      { name: 'db', type: 'choice', choices: ['sqlite', { value: 'postgres', when: '{{cache}}' }] },
      { name: 'pool', type: 'boolean', when: 'db == "postgres"' },
      { name: 'deep', type: 'choice', choices: ['x', 'y'], when: '{{pool}}' },
    );
    const sets = await combinations(template);
    for (const ttl of [1, 2, 5, 60]) expect(has(sets, { ttl })).toBe(true);
    const reached: AnswerValues[] = [
      { cache: false, db: 'sqlite' },
      { ttl: 60, db: 'postgres' },
      { ttl: 1, pool: true },
      { pool: false },
      { deep: 'x' },
      { deep: 'y' },
    ];
    for (const part of reached)
      expect([part, has(sets, part)]).toEqual([part, true]); // prettier-ignore
    expect(has(sets, { cache: false, db: 'postgres' })).toBe(false);
    for (const request of sets)
      expect(Object.keys((await answerQuestions(template, { request })).written).sort()).toEqual(Object.keys(request).sort());
  });

  it('try lists empty and full, several choices alone and together, and texts that fit', async () => {
    const template = withQuestions(
      { name: 'tags', type: 'multi_choice', choices: ['a', 'b'] },
      { name: 'rows', type: 'list', items: [{ name: 'key', type: 'string', pattern: '^[A-Z]' }, { name: 'on', type: 'boolean', default: false }] }, // prettier-ignore
      { name: 'data', type: 'json' },
      { name: 'mail', type: 'string', pattern: '@' },
      { name: 'token', type: 'secret', min: 30 },
      { name: 'note', type: 'string', required: false, pattern: '^\\d{7}$' },
    );
    const sets = await combinations(template);
    for (const tags of [[], ['a'], ['b'], ['a', 'b']]) expect(has(sets, { tags })).toBe(true);
    for (const rows of [[], [{ key: 'Example', on: false }]]) expect(has(sets, { rows })).toBe(true);
    expect(sets[0]).toMatchObject({ mail: 'a@example.com', token: 'x'.repeat(30) });
    expect(sets.every((set) => !('note' in set))).toBe(true);
    for (const request of sets) await answerQuestions(template, { request });
  });

  it('take the proposed default of a list with computed items, as a person who leaves it as it is', async () => {
    const items: Question[] = [{ name: 'key', type: 'string' }, { name: 'label', type: 'computed', value: '{{key.upper}}' }]; // prettier-ignore
    const template = withQuestions({ name: 'rows', type: 'list', items, default: [{ key: 'a' }] }, { name: 'on', type: 'boolean' });
    const sets = await combinations(template);
    for (const rows of [[{ key: 'a' }], [], [{ key: 'example' }]]) expect([rows, has(sets, { rows })]).toEqual([rows, true]);
    for (const request of sets) await answerQuestions(template, { request });
  });

  it('are the same every time', async () => {
    const template = withQuestions(choice('a', '1', '2'), choice('b', '{{a}}x', '{{a}}y'), { name: 'n', type: 'number', min: 0, max: 1 });
    expect(await combinations(template)).toEqual(await combinations(template));
  });

  it('keep what is given, and need it where nothing can be guessed', async () => {
    const template = withQuestions({ name: 'code', type: 'string', pattern: '^\\d{7}$' }, { name: 'on', type: 'boolean' });
    expect(await refusalOf(() => combinations(template))).toMatchObject({ code: 'EXAMPLE_MISSING', field: 'code' });
    expect(await combinations(template, { code: '1234567' })).toEqual([{ code: '1234567', on: true }, { code: '1234567', on: false }]); // prettier-ignore
  });

  it('of nothing are one empty set', async () => expect(await combinations(withQuestions())).toEqual([{}]));
});
