import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FolderOfTemplates } from '../../src/files/shipped-templates.js';
import { plant, temporaryFolders } from './support/trees.js';

const newFolder = temporaryFolders();
const manifest = (id: string) => JSON.stringify({ id, spec_version: '1.0.0', files: [] });

describe('FolderOfTemplates', () => {
  const templates = () => {
    const folder = newFolder();
    plant(folder, {
      'b-folder/template.json': manifest('zebra'),
      'elixir-production/template.json': manifest('quality_template:elixir-production'),
      'elixir-production/a.mustache': 'body',
      'not-a-template/readme.md': 'x',
      'README.md': 'x',
    });
    return new FolderOfTemplates(folder);
  };

  it('knows templates by the id in their template.json, sorted', async () => {
    expect(await templates().ids()).toEqual(['quality_template:elixir-production', 'zebra']);
  });

  it('reads one as data', async () => {
    expect([...(await templates().read('quality_template:elixir-production')).keys()]).toEqual(['a.mustache', 'template.json']);
  });

  it('refuses an id that is not shipped', async () => {
    await expect(templates().read('elixir-production')).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
  });

  it('can read every template that really comes with Formwork', async () => {
    const shipped = new FolderOfTemplates(join(import.meta.dirname, '../../templates'));
    const ids = await shipped.ids();
    expect(ids).toContain('elixir-genserver-cache');
    for (const id of ids) {
      const { bytes } = (await shipped.read(id)).get('template.json')!;
      expect(JSON.parse(Buffer.from(bytes).toString())).toHaveProperty('id', id);
    }
  });
});
