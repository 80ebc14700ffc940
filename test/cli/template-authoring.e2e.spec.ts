import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hanging, isAlive, pidIn, until } from '../checks/support/processes.js';
import { openCli, type Cli } from '../support/cli.js';
import { readSession, runSession } from '../support/console-session.js';

type Failed = { readonly error: { readonly code: string; readonly message: string; readonly hint?: string } };
type Linted = { readonly items: readonly { readonly severity: string; readonly code: string; readonly message: string; readonly file: string; readonly line?: number; readonly column?: number; readonly hint?: string }[]; readonly errors: number; readonly warnings: number }; // prettier-ignore
type Tested = {
  readonly passed: boolean;
  readonly answerSets: number;
  readonly results: number;
  readonly files: number;
  readonly checks: readonly { readonly kind: string; readonly passed: number; readonly failed: number; readonly skipped: number; readonly skips: readonly { readonly reason: string; readonly times: number }[] }[]; // prettier-ignore
  readonly failures: readonly { readonly kind: string; readonly message: string; readonly output?: string; readonly answers: Record<string, unknown>; readonly again: string }[]; // prettier-ignore
};

const BOOLEAN = (name: string, more = {}) => ({ name, type: 'boolean', prompt: `${name}?`, default: false, ...more });

const writeFiles = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};

/** A template folder named `t`; whatever a test does not say is sound. */
const writeTemplate = async (
  cli: Cli,
  manifest: Record<string, unknown>,
  files: Readonly<Record<string, string>> = { body: 'text\n' },
  dir = 't',
) => {
  // prettier-ignore
  const whole = { id: 'sample', spec_version: '1.0.0', files: [{ path: 'out.txt', template: 'body' }], ...manifest };
  const text = JSON.stringify(whole, undefined, 2);
  await writeFiles(join(cli.cwd, dir), { 'template.json': text, ...files });
  return text;
};

const placeOf = (text: string, part: string) => {
  const before = text.slice(0, text.indexOf(part));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
};

describe('formwork template new', () => {
  it('makes a template that lints, tests, publishes and generates as it is', async () => {
    const cli = await openCli();
    const { stdout } = await cli.run(['template', 'new', 'team:my-notes', '--language', 'markdown', '--description', 'A note']);
    expect(stdout).toContain('formwork template test my-notes');
    expect(JSON.parse(await cli.read('my-notes/template.json'))).toMatchObject({ id: 'team:my-notes', language: 'markdown', description: 'A note' }); // prettier-ignore
    expect(await cli.json(['template', 'lint', 'my-notes'])).toEqual({ items: [], errors: 0, warnings: 0 });
    expect(await cli.json(['template', 'test', 'my-notes'])).toMatchObject({ passed: true, answerSets: 2, failures: [] });
    expect(await cli.json(['template', 'publish', 'my-notes'])).toMatchObject({ templateId: 'team:my-notes', warnings: [] });
    await cli.json(['generate', 'team:my-notes', 'out', '--yes']);
    expect(await cli.read('out/my-notes.md')).toMatch(/^# My Notes\n/);
  });

  it('writes into an empty folder, and refuses one that is not, a file, and an id that is none', async () => {
    const cli = await openCli();
    await mkdir(join(cli.cwd, 'empty'));
    expect(await cli.json(['template', 'new', 'a', 'empty'])).toMatchObject({ templateId: 'a', folder: join(cli.cwd, 'empty') });
    const files = await cli.files();
    const refused = await Promise.all(
      [['a', 'empty'], ['a', 'empty/template.json'], ['Not An Id']].map((args) => cli.json<Failed>(['template', 'new', ...args], { status: 1 })), // prettier-ignore
    );
    expect(refused.map(({ error: { code, hint } }) => ({ code, hasHint: hint !== undefined }))).toEqual([
      { code: 'FOLDER_NOT_EMPTY', hasHint: true },
      { code: 'FOLDER_IS_FILE', hasHint: true },
      { code: 'TEMPLATE_ID_INVALID', hasHint: true },
    ]);
    expect(await cli.files()).toEqual(files);
  });
});

describe('formwork template lint', () => {
  const choice = { name: 'kind', type: 'choice', prompt: 'Kind?' };
  type Fault = { readonly manifest: Record<string, unknown>; readonly body?: string; readonly code: string; readonly says: string; readonly at?: string; readonly in?: string }; // prettier-ignore
  const faults: readonly Fault[] = [
    { manifest: { quesions: [] }, code: 'PROPERTY_UNKNOWN', says: '"quesions"', at: '"quesions"' },
    { manifest: { spec_version: '1.0' }, code: 'VERSION_INVALID', says: '"1.0" is no semantic version', at: '"1.0"' },
    { manifest: { questions: [{ ...choice, default: 'a' }] }, code: 'PROPERTY_MISSING', says: '"kind" is a choice and needs "choices"' },
    { manifest: { questions: [BOOLEAN('twice'), BOOLEAN('twice')] }, code: 'NAME_TWICE', says: 'two named "twice"' },
    { manifest: { questions: [{ name: 'n', type: 'number', min: 2, max: 1 }] }, code: 'LIMITS_INVALID', says: 'min above its max', at: '2,\n' }, // prettier-ignore
    { manifest: { questions: [{ ...choice, choices: ['a'], default: 'b' }] }, code: 'DEFAULT_UNFIT', says: 'kind', at: '"b"' },
    { manifest: { files: [{ path: 'a', template: 'bdoy' }] }, code: 'TEMPLATE_FILE_MISSING', says: 'no file "bdoy"', at: '"bdoy"' },
    { manifest: { files: [{ path: '../a', template: 'body' }] }, code: 'PATH_UNSAFE', says: '"../a"', at: '"../a"' },
    { manifest: {}, body: 'a\nb {{unknown}}\n', code: 'VARIABLE_UNKNOWN', says: 'unknown', at: '{{unknown}}', in: 'body' },
    { manifest: {}, body: '{{#open}}', code: 'TEMPLATE_SYNTAX', says: 'open', at: '{{#open}}', in: 'body' },
    { manifest: {}, body: 'a {{> missing}}', code: 'PARTIAL_MISSING', says: 'missing', at: '{{> missing}}', in: 'body' },
  ];

  it.each(faults)('finds $code and says where', async ({ manifest, body, code, says, at, in: file = 'template.json' }) => {
    const cli = await openCli();
    const text = await writeTemplate(cli, manifest, { body: body ?? 'text\n' });
    const { items, errors } = await cli.json<Linted>(['template', 'lint', 't'], { status: 1 });
    const place = at === undefined ? {} : placeOf(file === 'body' ? body! : text, at);
    expect(items).toContainEqual(
      expect.objectContaining({ severity: 'error', code, message: expect.stringContaining(says), file, ...place }),
    );
    expect(errors).toBeGreaterThan(0);
  });

  it('tells warnings and still succeeds', async () => {
    const cli = await openCli();
    await writeTemplate(cli, { questions: [BOOLEAN('unused')] }, { body: 'text\n', 'partials/unused.mustache': '', stray: '', left: '', '.formworkignore': 'left\n' }); // prettier-ignore
    const { items, ...counts } = await cli.json<Linted>(['template', 'lint', 't']);
    expect(items.map(({ severity, code, file }) => ({ severity, code, file }))).toEqual([
      { severity: 'warning', code: 'PARTIAL_UNUSED', file: 'partials/unused.mustache' },
      { severity: 'warning', code: 'FILE_UNDECLARED', file: 'stray' },
      { severity: 'warning', code: 'QUESTION_UNUSED', file: 'template.json' },
    ]);
    expect(counts).toEqual({ errors: 0, warnings: 3 });
  });

  it('is readable: place, severity, sentence, code and hint, errors first; with --quiet errors alone, on stderr', async () => {
    const cli = await openCli();
    await writeTemplate(cli, { files: [{ path: 'a', template: 'body' }, { path: 'b', template: 'bdoy' }] }, { body: '{{#a}}' }); // prettier-ignore
    const { stdout, stderr, status } = await cli.run(['template', 'lint', 't']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^t\/body:1:1: error: .+ \[TEMPLATE_SYNTAX\]$/);
    expect(lines).toContain('t/template.json:11:19: error: the template has no file "bdoy" [TEMPLATE_FILE_MISSING]');
    expect(lines).toContain('    did you mean "body"? (files: body)');
    expect(lines.at(-1)).toBe('2 errors');
    const quiet = await cli.run(['template', 'lint', 't', '--quiet']);
    expect(quiet).toEqual({ status: 1, stdout: '', stderr: `${lines.slice(0, -1).join('\n')}\n` });
  });

  it('names line and column of what is no JSON, and needs no store for any of it', async () => {
    const cli = await openCli();
    await writeFiles(join(cli.cwd, 't'), { 'template.json': '{\n  "id": "a",\n  "spec_version" "1.0.0"\n}\n' });
    const { stdout, status } = await cli.run(['template', 'lint', 't']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^t\/template\.json:3:18: error: not JSON: a colon is expected \[MANIFEST_INVALID\]\n/);
    expect(await readdir(dirname(cli.home))).toEqual([]);
  });

  it('refuses what is no template folder in one sentence', async () => {
    const cli = await openCli();
    await mkdir(join(cli.cwd, 'empty'));
    const codes = await Promise.all(
      ['empty', 'nowhere'].map(async (dir) => (await cli.json<Failed>(['template', 'lint', dir], { status: 1 })).error.code),
    );
    expect(codes).toEqual(['TEMPLATE_MANIFEST_MISSING', 'TEMPLATE_FOLDER_MISSING']);
    expect((await cli.json<Failed>(['template', 'lint'], { status: 2 })).error.code).toBe('USAGE');
  });

  it('looks into what the template includes', async () => {
    const cli = await openCli();
    await writeTemplate(cli, { includes: [{ template: 'other' }] });
    const missing = await cli.json<Linted>(['template', 'lint', 't'], { status: 1 });
    expect(missing.items.map(({ code }) => code)).toEqual(['INCLUDE_MISSING']);
    await writeTemplate(cli, { id: 'other', files: [{ path: 'other.txt', template: 'body' }] }, { body: 'other\n' }, 'other');
    await cli.json(['template', 'publish', 'other']);
    expect(await cli.json(['template', 'lint', 't'])).toMatchObject({ errors: 0 });
    expect(await cli.json(['template', 'test', 't'])).toMatchObject({ passed: true, files: 2 });
  });
});

describe('formwork template test', () => {
  const NODE = process.execPath;

  it('renders every pair of answers, checks each different result once, and records nothing', async () => {
    const cli = await openCli();
    const seen = join(cli.home, '..', 'seen');
    const run = [NODE, '-e', 'require("node:fs").appendFileSync(process.argv[1], process.argv[2] + "\\n")', seen, '{{path}}'];
    const questions = [BOOLEAN('a'), BOOLEAN('b'), BOOLEAN('only_asked')];
    const body = '{ "a": {{a}}, "b": {{b}} }';
    await writeTemplate(cli, { questions, files: [{ path: 'x.json', template: 'body' }, { path: 'y.md', template: 'body' }], checks: [{ kind: 'syntax' }, { kind: 'command', run }] }, { body }); // prettier-ignore
    await cli.json(['template', 'publish', 't']);
    const before = await cli.events();
    const tested = await cli.json<Tested>(['template', 'test', 'sample@1.0']);
    expect(tested).toMatchObject({ passed: true, results: 4, failures: [] });
    expect(tested.files).toBe(tested.answerSets * 2);
    expect(tested.checks).toEqual([
      { kind: 'syntax', passed: 4, failed: 0, skipped: 4, skips: [{ reason: 'no parser for .md files comes with Formwork', times: 4 }] },
      { kind: 'command', run, passed: 8, failed: 0, skipped: 0, skips: [] },
    ]);
    expect((await readFile(seen, 'utf8')).trim().split('\n').sort()).toEqual([...Array<string>(4).fill('x.json'), ...Array<string>(4).fill('y.md')]); // prettier-ignore
    expect(await cli.events()).toEqual(before);
  });

  it('finds a fault that only some answers bring out, and gives the command line that brings it out again', async () => {
    const cli = await openCli();
    const questions = [
      BOOLEAN('plain'),
      BOOLEAN('broken', { when: '{{plain}}' }),
      { name: 'title', type: 'string', default: "it's $HOME" },
    ];
    const body = '{ "title": "{{title}}"{{#broken}},{{/broken}} }';
    await writeTemplate(cli, { questions, files: [{ path: 'x.json', template: 'body' }], checks: [{ kind: 'syntax' }] }, { body });
    const { failures, passed } = await cli.json<Tested>(['template', 'test', './t'], { status: 1 });
    expect(passed).toBe(false);
    expect(failures).toEqual([
      expect.objectContaining({ kind: 'syntax', message: expect.stringMatching(/^x\.json:1:\d+: /), answers: { plain: true, broken: true, title: "it's $HOME" } }), // prettier-ignore
    ]);
    const again = failures[0]!.again.replace(/^formwork /, '');
    expect(again).toBe(String.raw`template test ./t -a plain=true -a broken=true -a 'title=it'\''s $HOME'`);
    const args = spawnSync('sh', ['-c', `printf '%s\\n' ${again}`], { encoding: 'utf8' })
      .stdout.trimEnd()
      .split('\n');
    expect(await cli.json(args, { status: 1 })).toMatchObject({ answerSets: 1, failures: [{ answers: failures[0]!.answers }] });
    expect(await cli.json(['template', 'test', 't', '-a', 'broken=false'])).toMatchObject({ passed: true });
    const { stdout, status } = await cli.run(['template', 'test', './t']);
    expect(status).toBe(1);
    expect(stdout).toContain(`failed ${failures[0]!.message}\n  again: ${failures[0]!.again}\n`);
    const quiet = await cli.run(['template', 'test', './t', '-q']);
    expect({ ...quiet, stderr: quiet.stderr.includes(failures[0]!.again) }).toEqual({ status: 1, stdout: '', stderr: true });
  });

  it('tells of answers that cannot be rendered, and of those with which nothing is written', async () => {
    const cli = await openCli();
    const questions = [BOOLEAN('asked'), { name: 'name', type: 'string', default: 'x', when: 'asked' }, BOOLEAN('file')];
    await writeTemplate(cli, { questions, files: [{ path: 'a', template: 'body', when: 'file' }] }, { body: 'one\n{{name}}' });
    const { failures } = await cli.json<Tested>(['template', 'test', 't'], { status: 1 });
    const messages = failures.map(({ kind, message, answers }) => ({ kind, message, asked: answers['asked'], file: answers['file'] }));
    expect(messages).toContainEqual({ kind: 'render', message: expect.stringMatching(/^body:2:1: .*"name"/), asked: false, file: true });
    expect(messages).toContainEqual({ kind: 'render', message: 'no file is written with these answers', asked: true, file: false });
  });

  it('ends a command that hangs, with all that it started', async () => {
    const cli = await openCli();
    const pidFile = join(cli.home, '..', 'pid');
    await writeTemplate(cli, { checks: [{ kind: 'command', run: [...hanging(pidFile), '{{path}}'] }] });
    const { failures } = await cli.json<Tested>(['template', 'test', 't', '--timeout', '1.5'], { status: 1 });
    expect(failures).toEqual([expect.objectContaining({ kind: 'command', message: expect.stringMatching(/did not end within 1\.5 s$/), output: 'started' })]); // prettier-ignore
    const pid = await pidIn(pidFile);
    await until(() => !isAlive(pid));
  });

  it('skips a tool that is not installed, says so, and never counts it as passed', async () => {
    const cli = await openCli();
    await writeTemplate(cli, { checks: [{ kind: 'command', run: ['no-such-tool-anywhere', '{{path}}'] }] });
    const { checks } = await cli.json<Tested>(['template', 'test', 't']);
    expect(checks).toMatchObject([{ passed: 0, failed: 0, skipped: 1, skips: [{ reason: 'no-such-tool-anywhere is not installed here', times: 1 }] }]); // prettier-ignore
    const { stdout } = await cli.run(['template', 'test', 't']);
    expect(stdout).toContain('skipped no-such-tool-anywhere {{path}}: no-such-tool-anywhere is not installed here (1 time)');
    expect(stdout).toContain('nothing failed; see above what was skipped');
  });

  it('runs no command with --no-commands, and says in its help that commands run here', async () => {
    const cli = await openCli();
    const marker = join(cli.cwd, 'ran');
    await writeTemplate(cli, { checks: [{ kind: 'command', run: [NODE, '-e', 'require("node:fs").writeFileSync(process.argv[1], "")', marker] }] }); // prettier-ignore
    const { checks } = await cli.json<Tested>(['template', 'test', 't', '--no-commands']);
    expect(checks).toMatchObject([{ passed: 0, skipped: 1, skips: [{ reason: 'commands were not to be run' }] }]);
    expect(await cli.files()).not.toContain('ran');
    await cli.json(['template', 'test', 't']);
    expect(await cli.files()).toContain('ran');
    expect((await cli.run(['template', 'test', '--help'])).stdout).toContain('run on this machine, as you');
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const cli = await openCli();
    const pidFile = join(cli.home, '..', 'pid');
    await writeTemplate(cli, { checks: [{ kind: 'command', run: [...hanging(pidFile)] }] });
    const temporary = join(cli.home, '..', 'tmp');
    await mkdir(temporary);
    const child = cli.start(['template', 'test', 't'], { env: { TMPDIR: temporary, TEMP: temporary } });
    const closed = once(child, 'close');
    const pid = await pidIn(pidFile);
    expect(await readdir(temporary)).toHaveLength(1);
    child.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    expect(await readdir(temporary)).toEqual([]);
    await until(() => !isAlive(pid));
  });

  it('says nothing of a secret that it is given', async () => {
    const cli = await openCli();
    const questions = [{ name: 'token', type: 'secret', prompt: 'Token?' }];
    await writeTemplate(
      cli,
      { questions, files: [{ path: 'x.json', template: 'body' }], checks: [{ kind: 'syntax' }] },
      { body: '{{token}}' },
    );
    const { stdout, status } = await cli.run(['template', 'test', 't', '-a', 'token=t0ps3cret', '--json']);
    expect(status).toBe(1);
    expect(stdout).toContain('‹secret:token›');
    expect(stdout).not.toContain('t0ps3cret');
  });

  type Case = {
    readonly name: string;
    readonly args: readonly string[];
    readonly code: string;
    readonly says: string;
    readonly status?: number;
  };
  const cases: readonly Case[] = [
    { name: 'a template that is nowhere', args: ['nowhere'], code: 'TEMPLATE_UNKNOWN', says: '"nowhere"' },
    { name: 'a folder that is nowhere', args: ['./nowhere'], code: 'TEMPLATE_FOLDER_MISSING', says: 'nowhere' },
    { name: 'a folder without a template', args: ['empty'], code: 'TEMPLATE_UNKNOWN', says: 'neither a published template nor a folder' },
    { name: 'a template.json that is none', args: ['broken'], code: 'MANIFEST_INVALID', says: 'broken/template.json:2:1: not JSON' },
    { name: 'an answer to no question', args: ['t', '-a', 'dephts=1'], code: 'ANSWER_UNKNOWN', says: '"dephts"' },
    { name: 'an answer that does not fit', args: ['t', '-a', 'depth=deep'], code: 'ANSWER_INVALID', says: '"depth"' },
    { name: 'a flag without a value', args: ['t', '-a', 'depth'], code: 'USAGE', says: 'name=value', status: 2 },
    { name: 'a time that is none', args: ['t', '--timeout', 'soon'], code: 'USAGE', says: '--timeout', status: 2 },
  ];

  it.each(cases)('refuses $name in one sentence', async ({ args, code, says, status = 1 }) => {
    const cli = await openCli();
    await mkdir(join(cli.cwd, 'empty'));
    await writeFiles(join(cli.cwd, 'broken'), { 'template.json': '{\n' });
    await writeTemplate(cli, { questions: [{ name: 'depth', type: 'number', default: 1 }] }, { body: '{{depth}}' });
    const { error } = await cli.json<Failed>(['template', 'test', ...args], { status });
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(error.message).not.toContain('\n');
  });
});

describe('formwork template diff', () => {
  const questions = [BOOLEAN('kept'), BOOLEAN('gone')];
  const changed = [BOOLEAN('kept', { default: true }), { name: 'fresh', type: 'string', default: 'x' }];

  const publishBoth = async (cli: Cli) => {
    await writeTemplate(cli, { questions, description: 'Before' }, { body: 'one\n{{kept}}{{gone}}\n' });
    await cli.json(['template', 'publish', 't']);
    const files = [{ path: 'out.txt', template: 'body', executable: true }, { path: 'more.txt', template: 'more' }]; // prettier-ignore
    await writeTemplate(cli, { spec_version: '1.1.0', questions: changed, files, description: 'After' }, { body: 'one\n{{kept}}{{fresh}}\n', more: 'more\n' }); // prettier-ignore
    await cli.json(['template', 'publish', 't']);
  };

  it('tells two versions apart: questions, files, texts; readable and as JSON', async () => {
    const cli = await openCli();
    await publishBoth(cli);
    expect(await cli.json(['template', 'diff', 'sample@1.0.0', 'sample@1.1'])).toMatchObject({
      from: { templateId: 'sample', version: '1.0.0' },
      to: { templateId: 'sample', version: '1.1.0' },
      questions: {
        added: [{ name: 'fresh' }],
        removed: [{ name: 'gone' }],
        changed: [{ name: 'kept', changes: [{ property: 'default', from: false, to: true }] }],
      },
      bodies: [{ path: 'body', state: 'changed' }, { path: 'more', state: 'added' }], // prettier-ignore
    });
    const { stdout } = await cli.run(['template', 'diff', 'sample@1.0.0', 't']);
    expect(stdout.split('\n')).toEqual([
      'sample@1.0.0 → t',
      '',
      'Questions',
      '  + fresh (string)',
      '  - gone (boolean)',
      '  ~ kept',
      '      default: false → true',
      '',
      'Files',
      '  + more.txt',
      '  ~ out.txt',
      '      executable: (none) → true',
      '',
      'Elsewhere in template.json',
      '  description: "Before" → "After"',
      '',
      'Texts',
      '--- body',
      '+++ body',
      '@@ -1,2 +1,2 @@',
      ' one',
      '-{{kept}}{{gone}}',
      '+{{kept}}{{fresh}}',
      '--- /dev/null',
      '+++ more',
      '@@ -0,0 +1,1 @@',
      '+more',
      '',
    ]);
    const coloured = await cli.run(['template', 'diff', 'sample@1.0', 't'], { env: { FORCE_COLOR: '1', NO_COLOR: '' } });
    expect(coloured.stdout).toContain('\u001b[32m+{{kept}}{{fresh}}\u001b[39m');
  });

  it('names files of which there are no lines to show', async () => {
    const cli = await openCli();
    await writeTemplate(cli, {}, { body: 'same\n', gone: '' }, 'a');
    await writeTemplate(cli, {}, { body: 'same\n' }, 'b');
    await chmod(join(cli.cwd, 'b/body'), 0o755);
    await writeFile(join(cli.cwd, 'b/bytes'), new Uint8Array([0, 255]));
    const { stdout } = await cli.run(['template', 'diff', 'a', 'b']);
    expect(stdout).toBe('a → b\n\nTexts\nbody changed (its mode)\nbytes added\ngone removed\n');
  });

  it('says when nothing differs, and refuses what it cannot open', async () => {
    const cli = await openCli();
    await publishBoth(cli);
    expect((await cli.run(['template', 'diff', 'sample@1.1.0', './t'])).stdout).toBe('sample@1.1.0 → ./t\nno differences\n');
    const codes = await Promise.all(
      [['sample@9', 'sample'], ['sample', './nowhere']].map(async (args) => (await cli.json<Failed>(['template', 'diff', ...args], { status: 1 })).error.code), // prettier-ignore
    );
    expect(codes).toEqual(['TEMPLATE_VERSION_UNKNOWN', 'TEMPLATE_FOLDER_MISSING']);
    expect((await cli.json<Failed>(['template', 'diff', 'sample'], { status: 2 })).error.code).toBe('USAGE');
  });
});

describe('docs/how-to/write-a-template.md', () => {
  it('shows what is really printed', async () => {
    const session = await readSession('docs/how-to/write-a-template.md');
    expect(session.length).toBeGreaterThan(10);
    expect(await runSession(session)).toEqual(session);
  });
});
