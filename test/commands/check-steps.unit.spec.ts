import { describe, expect, it } from '@jest/globals';
import { checkSteps } from '../../src/commands/check-steps.js';
import type { Manifest } from '../../src/templating/manifest.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { bytes, refusalOf, templateOf } from '../templating/support/bundles.js';

const stepsOf = async (manifest: Partial<Manifest>, request = {}) => {
  const template = templateOf(manifest, { body: 'x', link: { bytes: bytes('body'), symlink: true } });
  const answers = await answerQuestions(template, { request });
  return checkSteps(template, answers, renderTemplate(template, answers));
};

const files = (...paths: readonly string[]) => paths.map((path) => ({ path, template: 'body' }));

describe('checkSteps', () => {
  it('is one step for each check and file, links left out', async () => {
    const checks = [{ kind: 'syntax' }, { kind: 'command', run: ['cc', '-c', '{{path}}'] }] as const;
    expect(await stepsOf({ files: [...files('a.c', 'b/c.c'), { path: 'l', template: 'link', raw: true }], checks })).toEqual([
      { check: 0, kind: 'syntax', path: 'a.c' },
      { check: 0, kind: 'syntax', path: 'b/c.c' },
      { check: 1, kind: 'command', argv: ['cc', '-c', 'a.c'] },
      { check: 1, kind: 'command', argv: ['cc', '-c', 'b/c.c'] },
    ]);
  });

  it('runs a command once where nothing in it depends on the file', async () => {
    expect(await stepsOf({ files: files('a', 'b'), checks: [{ kind: 'command', run: ['make', 'test'] }] })).toEqual([
      { check: 0, kind: 'command', argv: ['make', 'test'] },
    ]);
  });

  it('has the answers in commands, computed ones too, by the delimiters of the template', async () => {
    const manifest: Partial<Manifest> = {
      delimiters: ['<%', '%>'],
      questions: [
        { name: 'app', type: 'string' },
        { name: 'module', type: 'computed', value: '<%app.pascal%>' },
      ],
      files: files('<%app%>.ex'),
      checks: [{ kind: 'command', run: ['check', '--module=<%module%>', '<%path%>', '{{path}}'] }],
    };
    expect(await stepsOf(manifest, { app: 'my_app' })).toEqual([
      { check: 0, kind: 'command', argv: ['check', '--module=MyApp', 'my_app.ex', 'my_app.ex'] },
    ]);
  });

  it('keeps a path from being taken for an option, and secrets out of commands', async () => {
    const manifest: Partial<Manifest> = {
      questions: [{ name: 'token', type: 'secret', required: true }],
      files: files('-rf'),
      checks: [{ kind: 'command', run: ['rm', '{{path}}'] }],
    };
    expect(await stepsOf(manifest, { token: 't0ps3cret' })).toEqual([{ check: 0, kind: 'command', argv: ['rm', './-rf'] }]);
    const leaking = { ...manifest, checks: [{ kind: 'command', run: ['login', '{{token}}'] }] as const };
    expect((await refusalOf(() => stepsOf(leaking, { token: 't0ps3cret' }))).message).not.toContain('t0ps3cret');
  });
});
