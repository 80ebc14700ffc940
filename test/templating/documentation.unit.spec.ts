import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { HELPER_NAMES } from '../../src/templating/helpers.js';
import { lintTemplate } from '../../src/templating/lint.js';
import type { Manifest, Question, Slot } from '../../src/templating/manifest.js';
import { QUESTION_TYPES, TEMPLATE_SCHEMA } from '../../src/templating/template-schema.js';
import { bundleOf } from './support/bundles.js';

const page = (name: string) => readFileSync(fileURLToPath(new URL(`../../docs/reference/${name}.md`, import.meta.url)), 'utf8');
const format = page('template-format');
const questions = page('questions');

const errorsIn = (manifest: Partial<Manifest>) =>
  lintTemplate(bundleOf(manifest, { 'cache.ex.mustache': '' })).filter(
    ({ severity, code }) => severity === 'error' && !['VARIABLE_UNKNOWN', 'INCLUDE_MISSING'].includes(code),
  );

/** An example is a manifest, a part of one, a list of questions or a list of conditions. */
const manifestOf = (example: unknown): Partial<Manifest> => {
  if (Array.isArray(example) && typeof example[0] === 'string')
    return { questions: example.map((when: string, index): Question => ({ name: `q${index}`, type: 'string', when })) };
  if (Array.isArray(example)) return { questions: example as Question[] };
  return 'fallback' in (example as object) ? { slots: [example as Slot] } : (example as Partial<Manifest>);
};

describe('the reference', () => {
  it.each([...format.matchAll(/```json\n([\s\S]*?)```/g), ...questions.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text!))(
    'has sound examples: %#',
    (example) => {
      expect(errorsIn(manifestOf(JSON.parse(example)))).toEqual([]);
    },
  );

  it('names every property, type and helper', () => {
    const { properties, $defs } = TEMPLATE_SCHEMA;
    for (const name of Object.keys(properties).filter((key) => key !== '$schema')) expect(format).toContain(`\`${name}\``);
    for (const name of Object.keys(properties.files.items.properties)) expect(format).toContain(`\`${name}\``);
    for (const name of [...Object.keys($defs.question.properties), ...QUESTION_TYPES]) expect(questions).toContain(`\`${name}\``);
    for (const name of HELPER_NAMES.filter((helper) => !helper.startsWith('indent'))) expect(format).toContain(`\`${name}\``);
  });
});
