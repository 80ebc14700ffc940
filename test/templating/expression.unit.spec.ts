import { describe, expect, it } from '@jest/globals';
import { evaluate, namesIn, parseExpression } from '../../src/templating/expression.js';
import type { Json, Question } from '../../src/templating/manifest.js';
import { refusalOf } from './support/bundles.js';

const VALUES: Record<string, Json> = {
  n: 3,
  zero: 0,
  name: 'user account',
  db: 'postgres',
  yes: true,
  list: ['a', 'b'],
  config: { tls: true, ports: [80] },
};
const fields = new Map(['absent'].map((name): [string, Question] => [name, { name, type: 'string' }]));
const run = (text: string): Json => evaluate(parseExpression(text, 'here'), { frame: { value: VALUES, fields }, field: 'here' });

describe('the expression language', () => {
  it.each<[string, Json]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3 - -1', 10],
    ['2 ** 3 % 5 / 3', 1],
    ['"v" + n', 'v3'],
    ["db == 'postgres' && n >= 3", true],
    ['db === "mysql" || yes', true],
    ['n != 3', false],
    ['!yes', false],
    ['!list', false],
    ['"a" in list', true],
    ['"c" in list', false],
    ['"ac" in name', true],
    ['n in [1, 2, 3]', true],
    ['list.length > 1 ? "many" : "few"', 'many'],
    ['list[0]', 'a'],
    ['config.ports[0] + 1', 81],
    ['config["tls"]', true],
    ['name.pascal.plural', 'UserAccounts'],
    ['name.pascal + "Controller"', 'UserAccountController'],
    ['list == ["a", "b"]', true],
    ['absent', null],
    ['absent == null', true],
    ['absent == "x"', false],
    ['absent > 3', false],
    ['absent || "fallback"', 'fallback'],
    ['zero', 0],
    ['true', true],
  ])('%s is %j', (text, value) => expect(run(text)).toEqual(value));

  it.each([
    ['nam', 'VARIABLE_UNKNOWN', '"nam" is not known here'],
    ['constructor', 'VARIABLE_UNKNOWN', '"constructor"'],
    ['name.constructor', 'VARIABLE_UNKNOWN', '"name.constructor"'],
    ['list.map', 'VARIABLE_UNKNOWN', '"list.map"'],
    ['name.toString()', 'EXPRESSION_INVALID', 'nothing can be called'],
    ['this', 'EXPRESSION_INVALID', 'not part of the expression language'],
    ['n < "4"', 'EXPRESSION_INVALID', 'cannot compare a number with text'],
    ['n + yes', 'EXPRESSION_INVALID', 'needs two numbers'],
    ['1 / 0', 'EXPRESSION_INVALID', 'is not a number'],
    ['n in 5', 'EXPRESSION_INVALID', 'looks into a list or a text'],
    ['1 << 2', 'EXPRESSION_INVALID', 'not part of the expression language'],
    ['~n', 'EXPRESSION_INVALID', 'cannot be put before a number'],
    ['n == ', 'EXPRESSION_INVALID', 'at column'],
    ['hello world', 'EXPRESSION_INVALID', 'side by side'],
    ['"open', 'EXPRESSION_INVALID', 'unclosed quote'],
  ])('%s is refused', async (text, code, message) => {
    expect(await refusalOf(() => run(text))).toMatchObject({ code, message: expect.stringContaining(message), field: 'here' });
  });

  it('knows its names beforehand', () => {
    expect(namesIn(parseExpression('a.b > c ? [d, "x"] : !e[f]', ''))).toEqual([['a', 'b'], ['c'], ['d'], ['e'], ['f']]);
  });
});
