import { describe, expect, it } from '@jest/globals';
import { valuesOf, type AnswerSources } from '../../src/templating/answers.js';
import { AskingCancelled } from '../../src/templating/asking.js';
import type { Json, Question } from '../../src/templating/manifest.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { lintTemplate } from '../../src/templating/lint.js';
import { bundleOf, enter, refusalOf, Script, templateOf, text, withQuestions } from './support/bundles.js';

/** The rules by which questions are asked and answered, each under the number that the documentation gives it. */
const answers = async (questions: readonly Question[], sources: AnswerSources = {}, asker?: Script) =>
  answerQuestions(withQuestions(...questions), sources, asker);
const values = async (questions: readonly Question[], sources: AnswerSources = {}, asker?: Script) => ({
  ...valuesOf((await answers(questions, sources, asker)).all),
});
const refusal = (questions: readonly Question[], sources: AnswerSources = {}, asker?: Script) =>
  refusalOf(() => answers(questions, sources, asker));

const flag = (name: string, value: string): AnswerSources => ({ flags: { [name]: value } });
const q = (type: Question['type'], rest: Partial<Question> = {}): Question => ({ name: 'x', type, ...rest });
const cast = async (question: Question, given: Json): Promise<Json> => {
  try {
    return (await values([question], { request: { x: given } }))['x'] ?? null;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ANSWER_INVALID', details: { field: 'x' } });
    return 'refused';
  }
};

const COPIED: Question[] = [
  { name: 'a', type: 'string', default: 'one' },
  { name: 'b', type: 'string', default: '{{a}}-two' },
];

describe('question semantics', () => {
  it('1: a name is an identifier; what begins with "_" belongs to the answers file', () => {
    const codes = ['_x', 'a-b', '1a', 'constructor', '__proto__', 'slots'].map(
      (name) => lintTemplate(bundleOf({ questions: [{ name, type: 'string' }] }))[0]?.code,
    );
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'NAME_INVALID'));
  });

  describe('2: questions are asked in order and see earlier answers only', () => {
    it('asks in order', async () => {
      const script = new Script('1', '2');
      await answers([q('string', { name: 'b' }), q('string', { name: 'a' })], {}, script);
      expect(script.asked.map(({ name, number }) => [name, number])).toEqual([['b', 1], ['a', 2]]); // prettier-ignore
    });
    it('builds defaults, prompts, hints and choices from earlier answers', async () => {
      const script = new Script('red', 'light red', 'x');
      await answers(
        [
          q('string', { name: 'colour' }),
          q('choice', {
            name: 'tone',
            prompt: 'Which {{colour}}?',
            hint: 'not {{colour.upper}}',
            choices: ['light {{colour}}', { value: 'dark', label: 'dark {{colour}}' }],
          }),
          q('string', { name: 'end', default: '{{tone}}!' }),
        ],
        {},
        script,
      );
      expect(script.asked[1]).toMatchObject({
        prompt: 'Which red?',
        hint: 'not RED',
        choices: [{ value: 'light red', label: 'light red' }, { value: 'dark', label: 'dark red' }], // prettier-ignore
      });
      expect(script.asked[2]).toMatchObject({ default: 'light red!' });
    });
    it('says so when a text refers to a later question', async () => {
      const later = [q('string', { name: 'a', default: '{{b}}' }), q('string', { name: 'b', default: '' })];
      expect(await refusal(later)).toMatchObject({
        code: 'VARIABLE_UNKNOWN',
        message: expect.stringContaining('"b" is asked only later'),
        hint: expect.stringContaining('move the question "b"'),
      });
      expect(await refusal(later, { previous: { b: 'known before' } })).toMatchObject({ code: 'VARIABLE_UNKNOWN' });
    });
  });

  it('3: a type is always named, and is one of twelve', () => {
    const findings = lintTemplate(
      bundleOf({ questions: [{ name: 'x' } as Question, { name: 'y', type: 'choise' as 'choice', choices: ['a'] }] }),
    );
    expect(findings).toEqual([
      expect.objectContaining({ code: 'PROPERTY_MISSING', message: 'questions[0] needs "type"' }),
      expect.objectContaining({ code: 'PROPERTY_VALUE', hint: expect.stringContaining('did you mean "choice"?') }),
    ]);
  });

  it('4: the first source that answers wins', async () => {
    const template = withQuestions(q('string', { default: 'of the template' }));
    const all: [keyof AnswerSources | 'prompt', AnswerSources][] = [
      ['flags', { flags: { x: 'flag' } }],
      ['request', { request: { x: 'request' } }],
      ['answersFile', { answersFile: { x: 'answers-file' } }],
      ['previous', { previous: { x: 'previous' } }],
      ['suggest', { suggest: async () => ({ value: 'learned', hint: 'why' }) }],
      ['workspaceDefaults', { workspaceDefaults: { x: 'workspace-default' } }],
      ['userDefaults', { userDefaults: { x: 'user-default' } }],
    ];
    for (let at = 0; at < all.length; at++) {
      const sources = Object.assign({}, ...all.slice(at).map(([, source]) => source)) as AnswerSources;
      const [answer] = (await answerQuestions(template, sources)).all;
      expect(answer).toEqual({ name: 'x', value: answer!.source, source: answer!.source });
    }
    expect((await answerQuestions(template)).all).toEqual([{ name: 'x', value: 'of the template', source: 'template-default' }]);
    const script = new Script('typed');
    expect((await answerQuestions(template, all.at(-3)![1], script)).all).toEqual([{ name: 'x', value: 'typed', source: 'prompt' }]);
    expect(script.asked[0]).toMatchObject({ default: 'learned', defaultHint: 'why' });
  });

  it.each<Question>([
    q('string'),
    q('boolean'),
    q('number'),
    q('choice', { choices: ['a'] }),
    q('multi_choice', { choices: ['a'] }),
    q('list'),
    q('json'),
    q('secret'),
  ])('5: without a default and without a person, $type needs an answer', async (question) => {
    expect(await refusal([question])).toMatchObject({ code: 'ANSWER_MISSING', field: 'x', hint: 'give it with: -a x=…' });
  });

  it.each<[Json, Json]>([
    ...[1, 2, -1, 0.5, '1', '2', '0.5', true, 'y', 'YES', ' t ', 'True', 'on'].map((given): [Json, Json] => [given, true]),
    ...[0, '0', '0.0', false, 'n', 'No', 'f', 'FALSE', 'off', '~', 'null', 'None', '', '  '].map((given): [Json, Json] => [given, false]),
    ...['maybe', 'ja', 'truee', '1a', null, [], {}].map((given): [Json, Json] => [given, 'refused']),
  ])('6: as a boolean, %j is %j', async (given, expected) => expect(await cast(q('boolean'), given)).toBe(expected));

  it.each<[string, Partial<Question> & { type: Question['type'] }, Json, Json]>([
    ['whole', { type: 'number', integer: true }, 1.0, 1],
    ['whole', { type: 'number', integer: true }, '1', 1],
    ['whole', { type: 'number', integer: true }, ' -7 ', -7],
    ['whole', { type: 'number', integer: true }, '1.0', 'refused'],
    ['whole', { type: 'number', integer: true }, 1.5, 'refused'],
    ['whole', { type: 'number', integer: true }, '1e3', 'refused'],
    ['whole', { type: 'number', integer: true }, '9007199254740993', 'refused'],
    ['number', { type: 'number' }, 1, 1],
    ['number', { type: 'number' }, '1.1', 1.1],
    ['number', { type: 'number' }, '1e3', 1000],
    ...['', 'x', '0x10', 'Infinity', '1,5', '1 000', null, true, [1], {}].map((given): [string, { type: 'number' }, Json, Json] => [
      'number',
      { type: 'number' },
      given,
      'refused',
    ]),
    ['string', { type: 'string' }, 5, '5'],
    ['string', { type: 'string' }, false, 'false'],
    ['string', { type: 'string' }, ' kept ', ' kept '],
    ...[null, ['a'], {}].map((given): [string, { type: 'string' }, Json, Json] => ['string', { type: 'string' }, given, 'refused']),
    ['string', { type: 'string' }, 'half \ud83d', 'refused'],
    ['path', { type: 'path' }, '/does/not/exist', '/does/not/exist'],
  ])('7: as a %s %j, %j is %j', async (_, question, given, expected) =>
    expect(await cast(q(question.type, question), given)).toEqual(expected),
  );

  it.each<['json' | 'yaml', Json, Json]>([
    ['json', '{"a": [1]}', { a: [1] }],
    ['json', { a: [1] }, { a: [1] }],
    ['json', '"text"', 'text'],
    ['json', 'null', null],
    ['json', null, null],
    ['json', '{a: 1}', 'refused'],
    ['yaml', 'a:\n  - 1\n  - yes', { a: [1, 'yes'] }],
    ['yaml', 7, 7],
    ['yaml', 'a: [', 'refused'],
    ['yaml', 'a: .inf', 'refused'],
  ])('8: as %s, %j is %j', async (type, given, expected) => expect(await cast(q(type), given)).toEqual(expected));

  it('8: data nested without end is refused', async () => {
    expect(await cast(q('json'), `${'['.repeat(5000)}${']'.repeat(5000)}`)).toBe('refused');
  });

  it('9: a default is cast, has to be a choice and is checked', async () => {
    expect(await values([q('number', { default: '5' })])).toEqual({ x: 5 });
    for (const question of [
      q('number', { default: 'five' }),
      q('number', { default: 0, min: 1 }),
      q('choice', { choices: ['a'], default: 'b' }),
      q('string', { default: 'A', pattern: '^[a-z]+$' }),
    ])
      expect(await refusal([question])).toMatchObject({ code: 'DEFAULT_UNFIT', field: 'x' });
  });

  describe('10: validation', () => {
    it.each<[Partial<Question> & { type: Question['type'] }, Json, string]>([
      [{ type: 'number', min: 1 }, 0, '0, at least 1 is needed'],
      [{ type: 'number', max: 9 }, '10', '10, at most 9 is allowed'],
      [{ type: 'string', min: 3 }, 'ab', 'it has 2 characters, at least 3 is needed'],
      [{ type: 'string', max: 1 }, '👍👍', 'it has 2 characters, at most 1 is allowed'],
      [{ type: 'string', pattern: '^[a-z]+$' }, 'A1', '"A1" does not match ^[a-z]+$'],
      [{ type: 'list', max: 1 }, ['a', 'b'], 'it has 2 entries, at most 1 is allowed'],
      [{ type: 'multi_choice', choices: ['a', 'b'], min: 1 }, [], 'it has 0 entries, at least 1 is needed'],
      [{ type: 'list', pattern: '^[a-z]$' }, ['a', 'B'], '"B" does not match ^[a-z]$'],
      [{ type: 'secret', pattern: '^[a-z]+$' }, 'HUSH', 'it does not match ^[a-z]+$'],
      [{ type: 'string', min: 3, message: 'Short names like {{before}} confuse people.' }, 'ab', 'Short names like this confuse people.'],
      [{ type: 'string' }, '  ', 'an answer is needed'],
    ])('%j refuses %j', async (question, given, sentence) => {
      const before: Question = { name: 'before', type: 'string', default: 'this' };
      expect(await refusal([before, q(question.type, question)], { request: { x: given } })).toMatchObject({
        code: 'ANSWER_INVALID',
        field: 'x',
        message: `"x": ${sentence}`,
      });
    });
    it('holds for answers from everywhere', async () => {
      const question = q('number', { min: 1 });
      for (const sources of [flag('x', '0'), { request: { x: 0 } }, { answersFile: { x: 0 } }])
        expect(await refusal([question], sources)).toMatchObject({ code: 'ANSWER_INVALID' });
      const script = new Script((asked) => (asked.check(0).ok ? 'wrong' : 3));
      expect(await values([question], {}, script)).toEqual({ x: 3 });
    });
  });

  describe('11: an earlier answer that no longer fits is never forgotten in silence', () => {
    const question = q('choice', { choices: ['a', 'b'], default: 'a' });
    it('stops where nobody can be asked', async () => {
      expect(await refusal([question], { previous: { x: 'gone' } })).toMatchObject({
        code: 'ANSWER_NO_LONGER_FITS',
        field: 'x',
        message: expect.stringContaining('"gone" is not one of the choices'),
      });
    });
    it('asks the person, saying why', async () => {
      const script = new Script('b');
      expect(await values([question], { previous: { x: 'gone' } }, script)).toEqual({ x: 'b' });
      expect(script.asked[0]!.problem).toContain('"gone" is not one of the choices');
    });
    it('gives way to an answer of now', async () =>
      expect(await values([question], { previous: { x: 'gone' }, ...flag('x', 'b') })).toEqual({ x: 'b' }));
  });

  it.each<[string, boolean]>([
    ['{{yes}}', true],
    ['{{no}}', false],
    ['', true],
    ['   ', true],
    ['{{^no}}true{{/no}}', true],
    ['{{#no}}true{{/no}}', false],
    ['{{number}}', true],
    ['{{zero}}', false],
    ['true', true],
    ['off', false],
    ['yes', true],
    ['word == "b"', true],
    ['word in ["a", "c"]', false],
    ['number > 2 && !no', true],
    ['hidden', false],
    ['{{hidden}}', false],
    ['hidden == "x"', false],
    ['list.length == 2', true],
    ['"a" in list', true],
    ['{{#list}}1{{/list}}', true],
  ])('12: when %j is %j', async (when, shown) => {
    const before: Question[] = [
      { name: 'yes', type: 'boolean', default: true },
      { name: 'no', type: 'boolean', default: false },
      { name: 'number', type: 'number', default: 3 },
      { name: 'zero', type: 'number', default: 0 },
      { name: 'word', type: 'string', default: 'b' },
      { name: 'hidden', type: 'string', default: 'x', when: 'false' },
      { name: 'list', type: 'list', default: ['a', 'b'] },
    ];
    // prettier-ignore
    expect('x' in (await values([...before, q('string', { default: '', when })]))).toBe(shown);
  });

  it('12: a condition that comes out as any other text is an error', async () => {
    for (const when of ['{{word}}', 'word', '{{word}} == "b"'])
      expect(await refusal([{ name: 'word', type: 'string', default: 'b' }, q('string', { default: '', when })])).toMatchObject({
        code: 'CONDITION_UNCLEAR',
        field: 'questions.x.when',
        hint: expect.stringContaining('compare it'),
      });
  });

  describe('13: a hidden question', () => {
    const questions = [q('boolean', { name: 'on', default: true }), q('number', { default: 5, when: '{{on}}' })];
    it('has no answer, not even its default', async () => {
      expect(await values(questions, flag('on', 'no'))).toEqual({ on: false });
    });
    it('leaves an earlier answer aside, and says so', async () => {
      const { all, setAside } = await answers(questions, { ...flag('on', 'no'), previous: { x: 7 } });
      expect(all.map(({ name }) => name)).toEqual(['on']);
      expect(setAside).toEqual([
        expect.objectContaining({ name: 'x', value: 7, source: 'previous', reason: 'hidden', message: expect.stringContaining('"x"') }),
      ]);
    });
    it('is undefined in templates: an error where printed, false as a condition', async () => {
      const template = (body: string) => templateOf({ questions, files: [{ path: 'f', template: 'b' }] }, { b: body });
      const hidden = await answerQuestions(template(''), flag('on', 'no'));
      expect(await refusalOf(() => renderTemplate(template('{{x}}'), hidden))).toMatchObject({ code: 'VARIABLE_UNANSWERED' });
      expect(text(renderTemplate(template('{{#x}}{{x}}{{/x}}{{^x}}none{{/x}}'), hidden)[0])).toBe('none');
    });
  });

  it('14: an answer given for a hidden, computed or unknown question is refused by name', async () => {
    const questions = [
      q('boolean', { name: 'use_ets', default: false }),
      q('number', { default: 5, when: '{{use_ets}}' }),
      q('computed', { name: 'twice', value: '1 + 1' }),
    ];
    for (const sources of [flag('x', '6'), { request: { x: 6 } }, { answersFile: { x: 6 } }])
      expect(await refusal(questions, sources)).toMatchObject({ code: 'ANSWER_HIDDEN', field: 'x' });
    expect(await refusal(questions, { request: { twice: 3 } })).toMatchObject({ code: 'ANSWER_COMPUTED', field: 'twice' });
    expect(await refusal(questions, flag('use_etc', '1'))).toMatchObject({
      code: 'ANSWER_UNKNOWN',
      field: 'use_etc',
      hint: 'did you mean "use_ets"? (questions: use_ets, x)',
    });
    expect(await refusal(questions, { request: JSON.parse('{"__proto__": 1}') as Record<string, Json> })).toMatchObject({
      code: 'ANSWER_UNKNOWN',
    });
  });

  describe('15: choices', () => {
    it('are values of any type, or values with labels', async () => {
      const choices: Question['choices'] = [1, 'two', true, { value: { size: 'xl', n: 1 }, label: 'large' }];
      expect(await cast(q('choice', { choices }), '1')).toBe(1);
      expect(await cast(q('choice', { choices }), 'true')).toBe(true);
      expect(await cast(q('choice', { choices }), { n: 1, size: 'xl' })).toEqual({ size: 'xl', n: 1 });
      expect(await cast(q('choice', { choices }), 'large')).toBe('refused');
      const script = new Script('two');
      await answers([q('choice', { choices })], {}, script);
      expect(script.asked[0]!.choices!.map(({ label }) => label)).toEqual(['1', 'two', 'true', 'large']);
    });
    it('that come out blank or twice are offered once or not at all', async () => {
      const script = new Script('a');
      await answers(
        [q('boolean', { name: 'more', default: false }), q('choice', { choices: ['a', '{{#more}}b{{/more}}', 'a'] })],
        flag('more', 'no'),
        script,
      );
      expect(script.asked[0]!.choices).toEqual([{ value: 'a', label: 'a' }]);
    });
    it('never run out', async () => {
      expect(await refusal([q('choice', { choices: [{ value: 'a', when: 'false' }] })], flag('x', 'a'))).toMatchObject({
        code: 'CHOICES_EMPTY',
        field: 'x',
      });
    });
  });

  it('16: a choice whose condition is false is not on offer, and picking it says so', async () => {
    const questions = [
      q('choice', { name: 'db', choices: ['sqlite', 'postgres'] }),
      q('choice', { choices: ['none', { value: 'pool', when: 'db == "postgres"' }] }),
    ];
    expect(await values(questions, { request: { db: 'postgres', x: 'pool' } })).toEqual({ db: 'postgres', x: 'pool' });
    expect(await refusal(questions, { request: { db: 'sqlite', x: 'pool' } })).toMatchObject({
      message: '"x": "pool" is not on offer with the answers so far; on offer are: none',
    });
  });

  it('17: a default is the value, not the label', async () => {
    const choices = [{ value: 1, label: 'one' }];
    expect(await values([q('choice', { choices, default: 1 })])).toEqual({ x: 1 });
    expect(await refusal([q('choice', { choices, default: 'one' })])).toMatchObject({ code: 'DEFAULT_UNFIT' });
  });

  it.each<[Json, Json]>([
    ['["b","a"]', ['b', 'a']],
    ['b, a', ['b', 'a']],
    ['[b, "a"]', ['b', 'a']],
    [
      ['b', 'a', 'b'],
      ['b', 'a'],
    ],
    ['', []],
    ['[]', []],
    ['a', ['a']],
    ['c', 'refused'],
    ['a,c', 'refused'],
    ['{"a":1}', 'refused'],
    [5, 'refused'],
  ])('18: of several choices, %j is %j, in the order given and each once', async (given, expected) =>
    expect(await cast(q('multi_choice', { choices: ['a', 'b'] }), given)).toEqual(expected),
  );

  it('19: a secret is neither recorded nor written, and no other text can carry it', async () => {
    const questions = [q('secret', { name: 'token' }), q('string', { default: 'plain' })];
    const { all, recorded, written } = await answers(questions, flag('token', 'hush'));
    expect(all[0]!.value).toBe('hush');
    expect(recorded).toEqual([
      { name: 'token', value: '‹secret:token›', source: 'flag' },
      { name: 'x', value: 'plain', source: 'template-default' },
    ]);
    expect({ ...written }).toEqual({ x: 'plain' });
    for (const leak of [
      q('string', { default: '{{token}}' }),
      q('string', { default: '', when: 'token == "hush"' }),
      q('computed', { value: '{{token}}' }),
    ])
      expect(await refusal([questions[0]!, leak], flag('token', 'hush'))).toMatchObject({
        message: expect.stringContaining('"token" is a secret'),
      });
    expect(await refusal(questions, flag('token', '‹secret:token›'))).toMatchObject({ code: 'ANSWER_INVALID' });
    expect(await refusal(questions, { previous: { token: '‹secret:token›' } })).toMatchObject({ code: 'ANSWER_MISSING', field: 'token' });
  });

  describe('20: what was answered is not asked', () => {
    it('whether given now or before', async () => {
      const script = new Script('typed');
      expect(await values([...COPIED, q('string', { name: 'c' })], { ...flag('a', '1'), previous: { b: '2' } }, script)).toEqual({
        a: '1',
        b: '2',
        c: 'typed',
      });
      expect(script.asked.map(({ name }) => name)).toEqual(['c']);
    });
    it('unless it is asked always, the earlier answer proposed', async () => {
      const script = new Script(enter);
      const [answer] = (await answers([q('string', { ask: 'always' })], { previous: { x: 'before' } }, script)).all;
      expect([script.asked[0]!.default, answer]).toEqual(['before', { name: 'x', value: 'before', source: 'prompt' }]);
      expect(await values([q('string', { ask: 'always' })], { previous: { x: 'before' } })).toEqual({ x: 'before' });
    });
    it('and what is asked once never changes', async () => {
      const once = [q('string', { ask: 'once' })];
      expect(await values(once, { previous: { x: 'first' }, ...flag('x', 'first') })).toEqual({ x: 'first' });
      expect(await refusal(once, { previous: { x: 'first' }, ...flag('x', 'other') })).toMatchObject({ code: 'ANSWER_FIXED', field: 'x' });
    });
  });

  it('21: an answer is never a template itself', async () => {
    const questions = [q('string', { name: 'a' }), q('string', { default: '{{a}}' })];
    const template = templateOf({ questions, files: [{ path: 'f', template: 'b' }] }, { b: '{{a}} {{x}}' });
    const given = await answerQuestions(template, flag('a', '{{x}} {{{nope}}} {{=<% %>=}}'));
    expect(text(renderTemplate(template, given)[0])).toBe('{{x}} {{{nope}}} {{=<% %>=}} {{x}} {{{nope}}} {{=<% %>=}}');
  });

  it('22: recorded is what was answered: no hidden, computed or secret value', async () => {
    const { recorded } = await answers([...COPIED, q('computed', { value: 'a + b' }), q('string', { name: 'h', default: '', when: 'no' })]);
    expect(recorded.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('23: an unknown name is an error wherever it stands', async () => {
    for (const question of [
      q('string', { default: '{{nope}}' }),
      q('string', { default: '', when: '{{nope}}' }),
      q('string', { default: '', when: 'nope' }),
      q('computed', { value: 'nope + 1' }),
      q('choice', { choices: ['{{nope}}'], default: 'a' }),
    ])
      expect(await refusal([question])).toMatchObject({ code: 'VARIABLE_UNKNOWN', message: expect.stringContaining('"nope"') });
    expect(await refusal([...COPIED, q('string', { default: '{{aa}}' })])).toMatchObject({
      hint: expect.stringContaining('did you mean "a"?'),
    });
  });

  it('24: a path part that comes out blank leaves the file out; leaving the destination is an error', async () => {
    const template = (path: string) =>
      templateOf({ questions: [q('string', { default: '' })], files: [{ path, template: 'b' }] }, { b: '' });
    const paths = async (path: string, value: string) =>
      renderTemplate(template(path), await answerQuestions(template(path), flag('x', value))).map((file) => file.path);
    expect(await paths('a/{{x}}/b', '')).toEqual([]);
    expect(await paths('{{#x}}a.txt{{/x}}', '')).toEqual([]);
    expect(await paths('a/{{x}}/b', 'x/y')).toEqual(['a/x/y/b']);
    expect(await paths('{{#x}}deep/{{/x}}b', '')).toEqual(['b']);
    for (const value of ['..', '../..', '/etc', 'C:', 'a\\b'])
      expect(await refusalOf(() => paths('{{x}}/b', value))).toMatchObject({ code: 'PATH_UNSAFE' });
  });

  it('25: a person who leaves is no answer', async () => {
    await expect(answers([q('string')], {}, new Script())).rejects.toBeInstanceOf(AskingCancelled);
  });
});
