import { describe, expect, it } from '@jest/globals';
import { combinations } from '../../src/templating/combinations.js';
import { withoutIgnored } from '../../src/templating/ignored-files.js';
import { lintTemplate } from '../../src/templating/lint.js';
import { answerQuestions } from '../../src/templating/questionnaire.js';
import { renderTemplate } from '../../src/templating/render.js';
import { newTemplate } from '../../src/templating/scaffold.js';
import { validateTemplate } from '../../src/templating/validate.js';
import { text } from './support/bundles.js';

describe('a new template', () => {
  it.each(['release-notes', 'team:release_notes.v2', 'x'])('%s works as it is', async (id) => {
    const bundle = withoutIgnored(newTemplate(id));
    expect(lintTemplate(bundle)).toEqual([]);
    const template = validateTemplate(bundle);
    expect(template.id).toBe(id);
    expect(template.questions).toHaveLength(2);
    expect(await combinations(template)).toHaveLength(2);
  });

  it('renders what its questions say', async () => {
    const template = validateTemplate(withoutIgnored(newTemplate('release-notes', { language: 'markdown', description: 'Notes' })));
    const render = async (polite: string) =>
      renderTemplate(template, await answerQuestions(template, { flags: { name: 'Spring', polite } }))[0];
    expect((await render('yes'))!.path).toBe('spring.md');
    expect(text(await render('yes'))).toContain('# Spring\n\nDear reader,\n\nthis file was generated for Spring.');
    expect(text(await render('no'))).not.toContain('Dear reader');
    expect(template.manifest).toMatchObject({ language: 'markdown', description: 'Notes' });
  });

  it('brings the schema by which editors complete it', () => {
    const bundle = newTemplate('x');
    expect(JSON.parse(text(bundle.get('template.json')))).toMatchObject({ $schema: './template.schema.json' });
    expect(JSON.parse(text(bundle.get('template.schema.json')))).toMatchObject({ title: 'Formwork template' });
  });
});
