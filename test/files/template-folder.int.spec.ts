import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTemplateFolder } from '../../src/files/template-folder.js';
import { plant, temporaryFolders, type Tree } from './support/trees.js';

const newFolder = temporaryFolders();
const folderOf = (tree: Tree): string => {
  const folder = newFolder();
  plant(folder, { 'template.json': '{}', ...tree });
  return folder;
};
const says = (code: string, text: string) => expect.objectContaining({ code, message: expect.stringContaining(text) as unknown });

describe('readTemplateFolder', () => {
  it('reads files, links and execution, sorted by path whatever the disk’s order', async () => {
    const bundle = await readTemplateFolder(
      folderOf({
        'z.mustache': 'z',
        'b/run.sh': { text: '#!', mode: 0o755 },
        'a.txt': '',
        'b/link': { link: '../a.txt' },
        '.gitignore': 'x',
        'B/c': 'é',
      }),
    );
    expect([...bundle].map(([path, { bytes, ...flags }]) => [path, Buffer.from(bytes).toString(), flags])).toEqual([
      ['.gitignore', 'x', {}],
      ['B/c', 'é', {}],
      ['a.txt', '', {}],
      ['b/link', '../a.txt', { symlink: true }],
      ['b/run.sh', '#!', { executable: true }],
      ['template.json', '{}', {}],
      ['z.mustache', 'z', {}],
    ]);
  });

  it('leaves out what tools and Formwork itself leave in folders', async () => {
    const bundle = await readTemplateFolder(
      folderOf({
        '.git/config': 'x',
        'sub/.git': 'gitdir: x',
        'node_modules/a/index.js': 'x',
        '.DS_Store': 'x',
        'b/Thumbs.db': 'x',
        'cache.ex.template-answers.yml': 'x',
        '.formwork-0198-0.tmp': 'x',
        empty: null,
        'node_modules.md': 'kept',
      }),
    );
    expect([...bundle.keys()]).toEqual(['node_modules.md', 'template.json']);
  });

  it('follows a link to the folder itself', async () => {
    const folder = folderOf({ a: 'x' });
    const link = join(newFolder(), 'link');
    symlinkSync(folder, link);
    expect([...(await readTemplateFolder(link)).keys()]).toEqual(['a', 'template.json']);
  });

  it.each(['/etc/passwd', '../outside', 'sub/../../outside'])('refuses a link to %s', async (link) => {
    await expect(readTemplateFolder(folderOf({ 'a.txt': { link } }))).rejects.toEqual(says('LINK_LEAVES', '"a.txt"'));
  });

  it('refuses names that other machines would not understand', async () => {
    await expect(readTemplateFolder(folderOf({ 'a\\b': 'x' }))).rejects.toEqual(says('PATH_UNSAFE', 'backslash'));
  });

  it('refuses a pipe instead of waiting for it', async () => {
    const folder = folderOf({});
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(readTemplateFolder(folder)).rejects.toEqual(says('TEMPLATE_FILE_SPECIAL', '"pipe"'));
  });

  it('refuses more than 5 MB, naming the file that is too much, without reading it', async () => {
    const folder = folderOf({ 'a.bin': 'x' });
    writeFileSync(join(folder, 'b.bin'), '');
    truncateSync(join(folder, 'b.bin'), 6_000_000_000);
    await expect(readTemplateFolder(folder)).rejects.toEqual(says('TEMPLATE_TOO_LARGE', '"b.bin"'));
  });

  it('takes exactly 5 MB', async () => {
    const folder = folderOf({ 'a.bin': 'x'.repeat(5 * 1024 * 1024 - 2) });
    expect((await readTemplateFolder(folder)).size).toBe(2);
    writeFileSync(join(folder, 'b'), 'x');
    await expect(readTemplateFolder(folder)).rejects.toEqual(says('TEMPLATE_TOO_LARGE', '5 MB'));
  });

  it('refuses more than 5,000 files', async () => {
    const folder = folderOf({});
    mkdirSync(join(folder, 'many'));
    for (let index = 0; index < 4_999; index += 1) writeFileSync(join(folder, 'many', String(index)), '');
    expect((await readTemplateFolder(folder)).size).toBe(5_000);
    writeFileSync(join(folder, 'many', 'last'), '');
    await expect(readTemplateFolder(folder)).rejects.toEqual(says('TEMPLATE_TOO_LARGE', '5000 files'));
  });

  it('says what is missing: the folder, or its template.json', async () => {
    const folder = newFolder();
    await expect(readTemplateFolder(join(folder, 'gone'))).rejects.toEqual(says('TEMPLATE_FOLDER_MISSING', 'gone is not a folder'));
    await expect(readTemplateFolder(folder)).rejects.toEqual(says('TEMPLATE_MANIFEST_MISSING', 'holds no template.json'));
    plant(folder, { file: 'x' });
    await expect(readTemplateFolder(join(folder, 'file'))).rejects.toEqual(says('TEMPLATE_FOLDER_MISSING', 'is not a folder'));
  });
});
