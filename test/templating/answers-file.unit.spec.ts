import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { formatAnswersFile, type AnswersFile } from '../../src/templating/answers-file.js';
import type { Json } from '../../src/templating/manifest.js';
import { parseAnswers, parseAnswersFile } from '../../src/templating/parse-answers.js';

const HEAD = {
  templateId: 'quality_template:elixir-production',
  templateVersion: '2.4.0',
  generationId: '0198e5aa-1c5e-7b7a-9f5e-0123456789ab',
  contentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};
const file = (answers: AnswersFile['answers'], rest: Partial<AnswersFile> = {}): AnswersFile => ({ ...HEAD, answers, ...rest });

describe('an answers file', () => {
  it('is what people expect to find beside a generated file', () => {
    const text = formatAnswersFile(
      file(
        {
          use_ets: true,
          ttl_minutes: 5,
          supervisor_strategy: 'one_for_one',
          features: ['auth', 'queue'],
          fields: [{ name: 'id', size: 8 }],
        },
        { upgradedFrom: '2.3.0' },
      ),
    );
    expect(text).toBe(`_template_id: "quality_template:elixir-production"
_template_version: 2.4.0
_generation_id: 0198e5aa-1c5e-7b7a-9f5e-0123456789ab
_content_sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
_upgraded: true
_upgraded_from: 2.3.0
use_ets: true
ttl_minutes: 5
supervisor_strategy: one_for_one
features:
  - auth
  - queue
fields:
  - name: id
    size: 8
`);
  });

  it('writes several lines as lines', () => {
    expect(formatAnswersFile(file({ doc: 'First.\n\n  Second: "quoted" # no comment\n' }))).toContain(
      'doc: |\n  First.\n\n    Second: "quoted" # no comment\n',
    );
  });

  const awkward = fc.constantFrom(
    ...[
      'yes',
      'No',
      'null',
      '~',
      '1e3',
      '0x1F',
      '0o17',
      '12:30:45',
      '2026-11-20',
      '.inf',
      '-',
      '--- ',
      '- a',
      'a: b',
      'a #b',
      '#',
      '!tag',
      '&a',
      '*a',
      '[',
      '{}',
      '%',
      '@',
      '`',
      "'",
      '"',
    ],
    ...[
      '',
      ' ',
      '\n',
      ' \n ',
      'a\n',
      'a\n\n',
      '\na',
      ' a\nb',
      'a\n b\n',
      'a\r\nb',
      'a\tb\nc',
      '\ta\nb',
      'a \nb',
      'a\n\n\nb',
      'a\n---\nb',
      'a\n...\nb',
      '\ufeffa',
      '\u0085',
      '\u2028a\nb',
      'é',
      '👍 ok',
      '<<',
      '=',
      'a, b',
      'C:\\x',
      '1.2.3',
      '1_000',
      '+1',
      '.5',
      '5.',
    ],
  );
  const texts = fc.oneof(
    awkward,
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(awkward, { maxLength: 4 }).map((parts) => parts.join('\n')),
  );
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      texts,
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        texts.filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value;
  const names = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/).filter((name) => name !== 'constructor');

  it('is read back as exactly the same values, by its own reader and by any YAML reader', () => {
    fc.assert(
      fc.property(fc.dictionary(names, json, { maxKeys: 6, noNullPrototype: true }), (answers) => {
        const written = file(answers);
        const text = formatAnswersFile(written);
        const read = parseAnswersFile(text, 'f');
        expect(read).toEqual(written);
        const {
          _template_id: id,
          _template_version: v,
          _generation_id: g,
          _content_sha256: s,
          ...rest
        } = parse(text) as Record<string, unknown>;
        expect([id, v, g, s]).toEqual(Object.values(HEAD));
        expect(rest).toEqual(answers);
        const old = parse(text, { version: '1.1' }) as Record<string, unknown>;
        expect(Object.fromEntries(Object.keys(answers).map((name) => [name, old[name]]))).toEqual(answers);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['use_ets: [true\nttl: 5\n', 'ttl', 2],
    ['use_ets: true\nttl: "5\nname: x\n', 'name', 4],
    ['use_ets: true\nuse_ets: false\n', 'use_ets', 2],
    ['use_ets: true\n\tttl: 5\n', 'use_ets', 2],
    ['use_ets: true\n  ttl: 5\n', 'use_ets', 1],
    ['a: .inf\n', undefined, 1],
    ['- a\n', undefined, 1],
    ['_templat_id: x\n', '_templat_id', 1],
  ])('that was broken by hand is refused with the line and the key: %j', (text, key, line) => {
    let error: { message?: string; details?: { field?: string; at?: { line?: number } } } = {};
    try {
      parseAnswers(text, 'lib/cache.ex.template-answers.yml');
    } catch (thrown) {
      error = thrown as typeof error;
    }
    expect({ line: error.details?.at?.line, field: error.details?.field, message: error.message }).toEqual({
      line,
      field: key,
      message: expect.stringContaining('lib/cache.ex.template-answers.yml:'),
    });
  });

  it('names the setting that is missing or is no text', () => {
    expect(() => parseAnswersFile('_template_id: a\n', 'f')).toThrow('"_template_version" is missing');
    expect(() => parseAnswersFile('_template_id: a\n_template_version: 2.4\n_generation_id: x\n', 'f')).toThrow(
      'f:2:1: "_template_version" is not a text',
    );
  });

  it('for --answers may be JSON, or another answers file without its settings', () => {
    expect(parseAnswers('{"a": 1, "b": ["x"]}', 'f')).toEqual({ a: 1, b: ['x'] });
    expect(parseAnswers(formatAnswersFile(file({ a: 1 })), 'f')).toEqual({ a: 1 });
    expect(parseAnswers('', 'f')).toEqual({});
  });
});
