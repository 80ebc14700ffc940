import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnswerValues } from '../../src/templating/answers.js';
import { TemplatingError } from '../../src/templating/errors.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { shipped } from './support/cases.js';

const HOLDER = { holder: 'Ann Example', year: 2026 };

const withHeader = async (path: string, text: string, answers: AnswerValues = {}): Promise<string> => {
  const template = await shipped('licence-header');
  const given = await answerQuestions(template, { request: { input: path, ...HOLDER, ...answers } });
  const [file, ...others] = renderTemplate(template, given, { input: { path, text } });
  expect([file!.path, others]).toEqual([path, []]);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file!.bytes);
};

const COPYRIGHT = 'SPDX-FileCopyrightText: 2026 Ann Example';
const LICENCE = 'SPDX-License-Identifier: MIT';

describe('licence-header', () => {
  it.each([
    ['src/a.ts', `// ${COPYRIGHT}\n// ${LICENCE}\n\n`],
    ['a.MJS', `// ${COPYRIGHT}\n// ${LICENCE}\n\n`],
    ['a.css', `/*\n * ${COPYRIGHT}\n * ${LICENCE}\n */\n\n`],
    ['lib/a.ex', `# ${COPYRIGHT}\n# ${LICENCE}\n\n`],
    ['a.sql', `-- ${COPYRIGHT}\n-- ${LICENCE}\n\n`],
    ['a.clj', `; ${COPYRIGHT}\n; ${LICENCE}\n\n`],
    ['a.tex', `% ${COPYRIGHT}\n% ${LICENCE}\n\n`],
    ['a.vue', `<!--\n${COPYRIGHT}\n${LICENCE}\n-->\n\n`],
  ])('writes the comments of %s', async (path, header) => expect(await withHeader(path, 'rest\n')).toBe(`${header}rest\n`));

  it('asks for the comment style of a file that it does not know', async () => {
    await expect(withHeader('Makefile', 'all:\n')).rejects.toThrow(TemplatingError);
    expect(await withHeader('Makefile', 'all:\n', { comment_style: 'hash' })).toBe(`# ${COPYRIGHT}\n# ${LICENCE}\n\nall:\n`);
  });

  it('takes any licence', async () => {
    const other = { license: 'other', license_expression: '(MIT OR Apache-2.0) AND LicenseRef-Shop' };
    expect(await withHeader('a.ts', '', other)).toContain('// SPDX-License-Identifier: (MIT OR Apache-2.0) AND LicenseRef-Shop\n');
    await expect(withHeader('a.ts', '', { ...other, license_expression: 'MIT\n*/ evil()' })).rejects.toThrow('SPDX expression');
  });

  it.each(['Ann */ evil()', 'Ann --> <script>', 'Ann\nevil()', ' Ann'])('takes no holder that would end the comment: %j', async (holder) => {
    await expect(withHeader('a.css', '', { holder })).rejects.toThrow('Write a name on one line');
  });

  it('leaves a #! line first, and a byte order mark before everything', async () => {
    expect(await withHeader('a.py', '#!/usr/bin/env python3\nprint(1)\n')).toBe(`#!/usr/bin/env python3\n# ${COPYRIGHT}\n# ${LICENCE}\n\nprint(1)\n`);
    expect(await withHeader('a.sh', '#!/bin/sh')).toBe(`#!/bin/sh\n# ${COPYRIGHT}\n# ${LICENCE}\n\n`);
    expect(await withHeader('a.ts', '\uFEFFconst a = 1;\n')).toBe(`\uFEFF// ${COPYRIGHT}\n// ${LICENCE}\n\nconst a = 1;\n`);
  });

  it('ends its lines as the file does', async () => {
    expect(await withHeader('a.ts', 'a\r\nb\r\n')).toBe(`// ${COPYRIGHT}\r\n// ${LICENCE}\r\n\r\na\r\nb\r\n`);
  });

  it('changes nothing of what stood there', async () => {
    const line = fc.constantFrom('const a = 1;', '{{name}}', '', '  ', '#!x', '// ünï', '‹x›');
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), async (lines, end) => {
        const text = lines.join(end);
        const [first = '', ...rest] = text.split(/(?<=\n)/);
        const made = await withHeader('a.ts', text);
        const expected = first.startsWith('#!') ? [first.endsWith('\n') ? first : `${first}\n`, rest.join('')] : ['', text];
        expect(made.startsWith(expected[0]!)).toBe(true);
        expect(made.endsWith(expected[1]!)).toBe(true);
        expect(made.slice(expected[0]!.length, made.length - expected[1]!.length).split(/\r?\n/)).toEqual([`// ${COPYRIGHT}`, `// ${LICENCE}`, '', '']);
      }),
    );
  });
});
