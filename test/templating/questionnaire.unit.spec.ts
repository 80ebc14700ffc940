import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { valuesOf, type Answers } from '../../src/templating/answers.js';
import type { AskedQuestion, Asker } from '../../src/templating/asking.js';
import type { Json, Question } from '../../src/templating/manifest.js';
import { answerQuestions, askAgain, changeAnswer } from '../../src/templating/questionnaire.js';
import { enter, refusalOf, Script, templateOf, withQuestions } from './support/bundles.js';

const CACHE = withQuestions(
  { name: 'use_ets', type: 'boolean', default: true },
  { name: 'ttl_minutes', type: 'number', default: 5, when: '{{use_ets}}', min: 1, integer: true },
  { name: 'supervisor_strategy', type: 'choice', choices: ['one_for_one', 'rest_for_one', 'one_for_all'], default: 'one_for_one' },
);

const valued = ({ all }: Answers) => ({ ...valuesOf(all) });
const sourced = ({ all }: Answers) => Object.fromEntries(all.map(({ name, source }) => [name, source]));

describe('asking', () => {
  it('takes defaults without a person', async () => {
    const answers = await answerQuestions(CACHE);
    expect(valued(answers)).toEqual({ use_ets: true, ttl_minutes: 5, supervisor_strategy: 'one_for_one' });
    expect(answers.setAside).toEqual([]);
  });

  it('shows a person everything about a question, rendered', async () => {
    const script = new Script(enter, (asked) => (asked.check('0').ok ? 'wrong' : '10'), enter);
    expect(valued(await answerQuestions(CACHE, {}, script))).toEqual({
      use_ets: true,
      ttl_minutes: 10,
      supervisor_strategy: 'one_for_one',
    });
    expect(
      script.asked.map(({ name, type, default: value, required, canGoBack, number }) => ({
        name,
        type,
        value,
        required,
        canGoBack,
        number,
      })),
    ).toEqual([
      { name: 'use_ets', type: 'boolean', value: true, required: false, canGoBack: false, number: 1 },
      { name: 'ttl_minutes', type: 'number', value: 5, required: false, canGoBack: true, number: 2 },
      { name: 'supervisor_strategy', type: 'choice', value: 'one_for_one', required: false, canGoBack: true, number: 3 },
    ]);
    expect(script.asked[1]!.check('0')).toEqual({ ok: false, message: '0, at least 1 is needed' });
  });

  it('leaves an accepted default its source, and calls the rest typed', async () => {
    const suggest = async (name: string) =>
      name === 'supervisor_strategy'
        ? { value: 'rest_for_one', hint: '892 of 1234', source: 'inferred' as const, confidence: 0.9, model: 'm' }
        : undefined;
    const answers = await answerQuestions(CACHE, { suggest }, new Script(enter, 7, enter));
    expect(answers.all).toEqual([
      { name: 'use_ets', value: true, source: 'template-default' },
      { name: 'ttl_minutes', value: 7, source: 'prompt' },
      { name: 'supervisor_strategy', value: 'rest_for_one', source: 'inferred', confidence: 0.9, model: 'm' },
    ]);
  });

  it('hands the suggestion the answers so far, and forgets one that does not fit', async () => {
    const seen: [string, Json][] = [];
    const suggest = async (name: string, answers: Readonly<Record<string, Json>>) => {
      seen.push([name, { ...answers }]);
      return { value: 'nonsense' };
    };
    expect(sourced(await answerQuestions(CACHE, { suggest }))).toEqual({
      use_ets: 'template-default',
      ttl_minutes: 'template-default',
      supervisor_strategy: 'template-default',
    });
    expect(seen.at(-1)).toEqual(['supervisor_strategy', { use_ets: true, ttl_minutes: 5 }]);
  });

  it('passes over a configured default that does not fit, and says so', async () => {
    const { all, setAside } = await answerQuestions(CACHE, {
      workspaceDefaults: { ttl_minutes: 0 },
      userDefaults: { ttl_minutes: 9, other: 1 },
    });
    expect(all[1]).toEqual({ name: 'ttl_minutes', value: 9, source: 'user-default' });
    expect(setAside).toEqual([expect.objectContaining({ name: 'ttl_minutes', source: 'workspace-default', reason: 'unfit' })]);
  });

  it('tells of earlier answers to questions that are gone', async () => {
    const { setAside } = await answerQuestions(CACHE, { previous: { cache_ttl: 3 } });
    expect(setAside).toEqual([
      expect.objectContaining({ name: 'cache_ttl', value: 3, reason: 'unknown', message: expect.stringContaining('"cache_ttl" any more') }),
    ]);
  });

  it('accepts no answer only where none is needed', async () => {
    const optional = withQuestions({ name: 'licence', type: 'string', required: false }, { name: 'n', type: 'number', required: false });
    const script = new Script('  ', null);
    expect(await answerQuestions(optional, {}, script)).toMatchObject({ all: [], unanswered: ['licence', 'n'] });
    expect(await answerQuestions(optional)).toMatchObject({ all: [], unanswered: ['licence', 'n'] });
    expect(await answerQuestions(optional, { request: { n: null } })).toMatchObject({ all: [], unanswered: ['licence', 'n'] });
    const needed = withQuestions({ name: 'x', type: 'string', default: 'a', required: true });
    expect(await refusalOf(() => answerQuestions(needed, { flags: { x: ' ' } }))).toMatchObject({ code: 'ANSWER_INVALID' });
  });

  it('asks groups under their heading, and not at all where the group is hidden', async () => {
    const template = templateOf({
      groups: [{ name: 'db', title: 'Database of {{app}}', when: '{{#app}}yes{{/app}}' }],
      questions: [
        { name: 'app', type: 'string', required: false },
        { name: 'url', type: 'string', group: 'db', default: 'x' },
        { name: 'pool', type: 'number', group: 'db', default: 5 },
        { name: 'free', type: 'string', group: 'Other things', default: 'x' },
      ],
    });
    const script = new Script('shop', enter, enter, enter);
    await answerQuestions(template, {}, script);
    expect(script.asked.map(({ group }) => group)).toEqual([undefined, 'Database of shop', 'Database of shop', 'Other things']);
    expect(valued(await answerQuestions(template))).toEqual({ free: 'x' });
  });
});

describe('going back', () => {
  it('returns to the question before, its answer proposed, and takes another way from there', async () => {
    const script = new Script(true, 9, 'BACK', 'BACK', false, 'one_for_all');
    const answers = await answerQuestions(CACHE, {}, script);
    expect(valued(answers)).toEqual({ use_ets: false, supervisor_strategy: 'one_for_all' });
    expect(script.asked.map(({ name }) => name)).toEqual([
      'use_ets',
      'ttl_minutes',
      'supervisor_strategy',
      'ttl_minutes',
      'use_ets',
      'supervisor_strategy',
    ]);
    expect(script.asked[3]!.default).toBe(9);
  });

  it('offers what was typed again on the way forward', async () => {
    const script = new Script(enter, 9, 'BACK', 'BACK', enter, enter, enter);
    expect(valued(await answerQuestions(CACHE, {}, script))).toMatchObject({ ttl_minutes: 9 });
    expect(script.asked.at(-2)).toMatchObject({ name: 'ttl_minutes', default: 9 });
  });

  it('stays where there is nothing before, and passes over what was not asked', async () => {
    const script = new Script('BACK', enter, 'BACK', enter, enter);
    await answerQuestions(CACHE, { flags: { ttl_minutes: '3' } }, script);
    expect(script.asked.map(({ name, canGoBack }) => [name, canGoBack])).toEqual([
      ['use_ets', false],
      ['use_ets', false],
      ['supervisor_strategy', true],
      ['use_ets', false],
      ['supervisor_strategy', true],
    ]);
  });
});

describe('a list of objects', () => {
  const template = withQuestions(
    { name: 'table', type: 'string', default: 'users' },
    {
      name: 'columns',
      type: 'list',
      items: [
        { name: 'name', type: 'string', prompt: 'A column of {{table}}', pattern: '^[a-z_]+$' },
        { name: 'type', type: 'choice', choices: ['text', 'number'], default: 'text' },
        { name: 'size', type: 'number', default: 80, when: 'type == "text"' },
        { name: 'sql', type: 'computed', value: '{{table}}.{{name}}' },
      ],
    },
  );

  it('is given as JSON; defaults, conditions and computed values of each item follow', async () => {
    const answers = await answerQuestions(template, { flags: { columns: '[{"name":"id","type":"number"},{"name":"mail"}]' } });
    expect(valued(answers)['columns']).toEqual([
      { name: 'id', type: 'number', sql: 'users.id' },
      { name: 'mail', type: 'text', size: 80, sql: 'users.mail' },
    ]);
    expect(answers.recorded[1]!.value).toEqual([{ name: 'id', type: 'number' }, { name: 'mail', type: 'text', size: 80 }]); // prettier-ignore
  });

  it.each([
    ['[{"name":"ID"}]', 'item 1: "name": "ID" does not match ^[a-z_]+$'],
    ['[{"name":"a"},{}]', 'item 2: "name": an answer is needed'],
    ['[{"name":"a","typ":"text"}]', 'item 1: it has no question "typ"; did you mean "type"?'],
    ['[{"name":"a","type":"number","size":1}]', 'item 1: "size" is not asked there'],
    ['[{"name":"a","sql":"x"}]', 'item 1: "sql" is computed'],
    ['["a"]', 'item 1: "a" is not an object'],
    ['{"name":"a"}', 'is not a list'],
  ])('refuses %s, saying which item and why', async (columns, sentence) => {
    expect((await refusalOf(() => answerQuestions(template, { flags: { columns } }))).message).toContain(sentence);
  });

  it('is asked item by item, back and forth', async () => {
    const inner: AskedQuestion[] = [];
    const replies: Json[] = ['users', 'LIST', 'id', 'number', 'mail', 'BACK', 'email', 'text', 'BACK', 'text', 99];
    const asker: Asker = {
      ask: async (question) => {
        const next = replies.shift()!;
        if (next === 'BACK') return { kind: 'back' };
        if (next !== 'LIST') {
          inner.push(question);
          return { kind: 'answer', value: next };
        }
        const items: Json[] = [];
        for (const number of [1, 2]) {
          const item = await question.askItem!(number);
          if (item.kind === 'answer') items.push(item.value);
        }
        return { kind: 'answer', value: items };
      },
    };
    expect(valued(await answerQuestions(template, {}, asker))['columns']).toEqual([
      { name: 'id', type: 'number', sql: 'users.id' },
      { name: 'email', type: 'text', size: 99, sql: 'users.email' },
    ]);
    expect(inner.map(({ name }) => name)).toEqual([
      'table',
      'columns[0].name',
      'columns[0].type',
      'columns[1].name',
      'columns[1].name',
      'columns[1].type',
      'columns[1].type',
      'columns[1].size',
    ]);
    expect(inner[1]!.prompt).toBe('A column of users');
  });

  it('comes out as back where the person goes back from its first question', async () => {
    const script = new Script('t', async (asked) => asked.askItem!(1), 'BACK', 'u', []);
    expect(valued(await answerQuestions(template, {}, script))).toEqual({ table: 'u', columns: [] });
  });

  it('can be left as it is proposed, computed values and all', async () => {
    const items: readonly Question[] = [
      { name: 'key', type: 'string' },
      { name: 'data', type: 'json' },
      { name: 'loud', type: 'computed', value: '{{key.upper}}' },
    ];
    const proposing = withQuestions({ name: 'rows', type: 'list', items, default: [{ key: 'a', data: '"text"' }] });
    const answers = await answerQuestions(proposing, {}, new Script(enter));
    expect(answers.all).toEqual([{ name: 'rows', value: [{ key: 'a', data: 'text', loud: 'A' }], source: 'template-default' }]);
    expect({ ...answers.written }).toEqual({ rows: [{ key: 'a', data: '"text"' }] });
  });

  it('of plain values takes commas, JSON and nothing nested', async () => {
    const plain = withQuestions({ name: 'tags', type: 'list' });
    for (const [given, expected] of [
      ['a, b', ['a', 'b']],
      ['["a",1,true]', ['a', 1, true]],
      ['', []],
    ] as const)
      // prettier-ignore
      expect(valued(await answerQuestions(plain, { flags: { tags: given } }))).toEqual({ tags: expected });
    expect(await refusalOf(() => answerQuestions(plain, { flags: { tags: '[["a"]]' } }))).toMatchObject({ code: 'ANSWER_INVALID' });
  });
});

describe('changing an answer', () => {
  const template = withQuestions(
    { name: 'name', type: 'string', default: 'shop' },
    { name: 'module', type: 'string', default: '{{name.pascal}}' },
    { name: 'file', type: 'string', default: '{{module.snake}}.ex' },
    { name: 'db', type: 'boolean', default: true },
    { name: 'url', type: 'string', default: 'db://{{name}}', when: '{{db}}' },
    { name: 'note', type: 'string', required: false },
  );
  const ask = (...replies: Json[]) =>
    answerQuestions(template, {}, new Script(...replies.map((reply) => (reply === null ? enter : reply))));

  it('lets untouched defaults follow and keeps what was typed', async () => {
    const answers = await ask(null, null, 'own.ex', null, null, null);
    const changed = await changeAnswer(template, answers, { name: 'name', value: 'blog' }, {}, new Script());
    expect(valued(changed)).toEqual({ name: 'blog', module: 'Blog', file: 'own.ex', db: true, url: 'db://blog' });
    expect(sourced(changed)).toMatchObject({ name: 'prompt', module: 'template-default', file: 'prompt' });
  });

  it('asks only what comes into sight', async () => {
    const answers = await ask(null, null, null, false, null);
    const script = new Script('db://typed');
    const changed = await changeAnswer(template, answers, { name: 'db', value: 'yes' }, {}, script);
    expect(valued(changed)).toMatchObject({ db: true, url: 'db://typed' });
    expect(script.asked.map(({ name }) => name)).toEqual(['url']);
  });

  it('sets hidden answers aside and brings them back', async () => {
    const answers = await ask(null, null, null, true, 'db://typed', null);
    const without = await changeAnswer(template, answers, { name: 'db', value: false });
    expect(valued(without)).not.toHaveProperty('url');
    expect(without.setAside).toEqual([expect.objectContaining({ name: 'url', value: 'db://typed', reason: 'hidden' })]);
    expect(valued(await changeAnswer(template, without, { name: 'db', value: true }))).toMatchObject({ url: 'db://typed' });
  });

  it('asks anew for what no longer fits, or stops where nobody is there', async () => {
    const choosing = withQuestions(
      { name: 'db', type: 'choice', choices: ['sqlite', 'postgres'] },
      { name: 'pool', type: 'choice', choices: ['none', { value: 'big', when: 'db == "postgres"' }], default: 'none' },
    );
    const answers = await answerQuestions(choosing, { flags: { db: 'postgres', pool: 'big' } });
    const change = { name: 'db', value: 'sqlite' };
    expect(await refusalOf(() => changeAnswer(choosing, answers, change))).toMatchObject({ code: 'ANSWER_NO_LONGER_FITS', field: 'pool' });
    const script = new Script('none');
    expect(valued(await changeAnswer(choosing, answers, change, {}, script))).toEqual({ db: 'sqlite', pool: 'none' });
    expect(script.asked[0]!.problem).toContain('"big" is not on offer');
  });

  it('refuses a change that does not fit, or of a question that is not there', async () => {
    const answers = await answerQuestions(CACHE);
    expect(await refusalOf(() => changeAnswer(CACHE, answers, { name: 'ttl_minutes', value: 0 }))).toMatchObject({
      code: 'ANSWER_INVALID',
    });
    expect(await refusalOf(() => changeAnswer(CACHE, answers, { name: 'ttl', value: 0 }))).toMatchObject({ code: 'ANSWER_UNKNOWN' });
  });

  it('can ask the question once more, its answer proposed', async () => {
    const answers = await answerQuestions(CACHE, { flags: { ttl_minutes: '7' } });
    const script = new Script((asked) => (asked.default === 7 ? 8 : 'wrong'));
    expect(valued(await askAgain(CACHE, answers, 'ttl_minutes', { flags: { ttl_minutes: '7' } }, script))).toEqual({
      use_ets: true,
      ttl_minutes: 8,
      supervisor_strategy: 'one_for_one',
    });
    expect(script.asked).toHaveLength(1);
  });

  it('comes to the same as having answered so from the start, whatever was typed', async () => {
    const words = fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6})?$/);
    const typed = fc.record(
      { name: words, module: words, file: words, url: words, note: words },
      { requiredKeys: [], noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(typed, words, fc.boolean(), async (flags, name, db) => {
        const request = { ...flags, db: true };
        const changed = await changeAnswer(
          template,
          await changeAnswer(template, await answerQuestions(template, { request }), { name: 'name', value: name }),
          { name: 'db', value: db },
        );
        const { url: _url, ...withoutUrl } = { ...request, name, db };
        const direct = await answerQuestions(template, { request: db ? { ...request, name, db } : withoutUrl });
        expect(valued(changed)).toEqual(valued(direct));
      }),
    );
  });
});

describe('answers kept as data', () => {
  it('are not parsed a second time', async () => {
    const template = withQuestions({ name: 'data', type: 'json' }, { name: 'yes', type: 'boolean', default: true });
    const answers = await answerQuestions(template, { flags: { data: '"true"' } });
    expect(valued(answers)['data']).toBe('true');
    expect(valued(await changeAnswer(template, answers, { name: 'yes', value: false }))['data']).toBe('true');
    expect(valued(await answerQuestions(template, { answersFile: { ...answers.written } }))['data']).toBe('true');
    expect(valued(await answerQuestions(template, { previous: { ...answers.written } }))['data']).toBe('true');
  });
});

describe('a template of many questions', () => {
  it('is answered in time that grows with their number', async () => {
    const questions: Question[] = Array.from({ length: 1000 }, (_, index) => ({
      name: `q${index}`,
      type: 'string',
      default: index === 0 ? 'x' : `{{q${index - 1}}}`,
      when: index === 0 ? '' : `q${index - 1} == "x"`,
    }));
    expect((await answerQuestions(withQuestions(...questions))).all).toHaveLength(1000);
  });
});
