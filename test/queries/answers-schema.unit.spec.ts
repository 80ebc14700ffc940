import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { answersSchema } from '../../src/queries/answers-schema.js';
import type { Question } from '../../src/templating/manifest.js';
import { openTemplate } from '../../src/templating/template.js';

const schemaOf = (...questions: readonly Question[]) => {
  const manifest = { id: 'asked', spec_version: '1.2.3', questions, files: [] };
  return answersSchema(openTemplate(new Map([['template.json', { bytes: Buffer.from(JSON.stringify(manifest)) }]])));
};

const accepts = (questions: readonly Question[], answers: unknown): boolean =>
  new Ajv2020({ strict: false }).validate(schemaOf(...questions), answers);

const every: readonly Question[] = [
  { name: 'flag', type: 'boolean', default: true },
  { name: 'count', type: 'number', integer: true, min: 1, max: 9, default: 3 },
  { name: 'title', type: 'string', pattern: '^[a-z]+$', min: 2, max: 5, default: 'abc' },
  { name: 'colour', type: 'choice', choices: ['red', { value: 7, label: 'seven' }], default: 'red' },
  { name: 'features', type: 'multi_choice', choices: ['a', 'b'], default: [] },
  {
    name: 'fields',
    type: 'list',
    items: [
      { name: 'field', type: 'string' },
      { name: 'length', type: 'computed', value: '{{field}}' },
    ],
    default: [],
  },
  { name: 'extra', type: 'json', default: {} },
  { name: 'token', type: 'secret', required: false },
  { name: 'shout', type: 'computed', value: '{{title}}!' },
];

describe('answersSchema', () => {
  it.each([
    [{}],
    [{ flag: false, count: 9, title: 'ab', colour: 7, features: ['b'], fields: [{ field: 'x' }], extra: [1, null], token: 't' }],
  ])('accepts %j', (answers) => expect(accepts(every, answers)).toBe(true));

  it.each([
    [{ flag: 'maybe' }],
    [{ count: 0 }],
    [{ count: 1.5 }],
    [{ title: 'toolong' }],
    [{ title: 'A1' }],
    [{ colour: 'blue' }],
    [{ features: ['c'] }],
    [{ features: ['a', 'a'] }],
    [{ fields: [{ length: 1, field: 'x' }] }],
    [{ fields: [{}] }],
    [{ shout: 'abc!' }],
    [{ stranger: 1 }],
  ])('refuses %j', (answers) => expect(accepts(every, answers)).toBe(false));

  it('requires what has no default and is always asked', () => {
    const questions: Question[] = [
      { name: 'needed', type: 'string' },
      { name: 'sometimes', type: 'string', when: '{{needed}}' },
      { name: 'optional', type: 'string', required: false },
    ];
    expect(schemaOf(...questions)).toMatchObject({ required: ['needed'], properties: { sometimes: { 'x-when': '{{needed}}' } } });
  });

  it('leaves out what depends on earlier answers', () => {
    const { properties } = schemaOf(
      { name: 'path', type: 'string', default: 'lib/{{name}}' },
      { name: 'pick', type: 'choice', choices: ['{{name}}', 'other'] },
    ) as { properties: Record<string, object> };
    expect(properties).toEqual({ path: { type: 'string' }, pick: {} });
  });

  it('keeps secrets out of what is shown', () =>
    expect(schemaOf({ name: 'token', type: 'secret' })).toMatchObject({ properties: { token: { type: 'string', writeOnly: true } } }));
});
