import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderOutputChecker } from '../../src/checks/folder-output-checker.js';
import type { CheckStep, Verdict } from '../../src/commands/output-checker.js';
import type { RenderedFile } from '../../src/templating/render.js';
import { temporaryFolder } from '../support/temporary.js';

const file = (path: string, text: string | Uint8Array, more: Partial<RenderedFile> = {}): RenderedFile => ({
  path,
  bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  template: 'body',
  ...more,
});
const syntax = (path: string): CheckStep => ({ check: 0, kind: 'syntax', path });
const command = (...argv: readonly string[]): CheckStep => ({ check: 0, kind: 'command', argv });
const node = (script: string, ...args: readonly string[]): CheckStep => command(process.execPath, '-e', script, ...args);

const check = async (files: readonly RenderedFile[], ...steps: readonly CheckStep[]): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  for await (const verdict of new FolderOutputChecker({ env: process.env, timeoutMs: 20_000 }).check(files, steps)) verdicts.push(verdict);
  return verdicts;
};

describe('FolderOutputChecker', () => {
  it('parses files by their language; what it cannot parse is skipped, never passed', async () => {
    const files = [file('a.json', '{}'), file('b.json', '{'), file('c.ex', 'end'), file('d.json', new Uint8Array([0xff]))];
    expect(await check(files, ...files.map(({ path }) => syntax(path)))).toEqual([
      { state: 'passed' },
      { state: 'failed', message: 'b.json:1:2: close brace expected' },
      { state: 'skipped', reason: 'no parser for .ex files comes with Formwork' },
      { state: 'failed', message: 'd.json is not UTF-8 text' },
    ]);
  });

  it('runs commands one after the other among the written files, in a folder that is gone afterwards', async () => {
    const seen = join(await temporaryFolder(), 'seen');
    const files = [file('deep/run.sh', '#!/bin/sh\n', { executable: true }), file('link', 'deep/run.sh', { symlink: true })];
    const script = `const fs = require('node:fs');
      fs.writeFileSync('left-by-the-first', '');
      fs.writeFileSync(process.argv[1], JSON.stringify([process.cwd(), (fs.statSync('deep/run.sh').mode & 0o100) > 0, fs.readlinkSync('link')]));`;
    const verdicts = await check(files, node(script, seen), node(`require('node:fs').accessSync('left-by-the-first')`));
    expect(verdicts).toEqual([{ state: 'passed' }, { state: 'passed' }]);
    const [folder, isExecutable, link] = JSON.parse(await readFile(seen, 'utf8')) as [string, boolean, string];
    expect({ isExecutable, link, isGone: !existsSync(folder) }).toEqual({ isExecutable: true, link: 'deep/run.sh', isGone: true });
  });

  it('tells how a command failed, with what it printed and without the temporary folder in it', async () => {
    const script = `console.log(require('node:path').resolve('a.txt') + ' is bad'); process.exit(4)`;
    expect(await check([file('a.txt', '')], node(script))).toEqual([
      { state: 'failed', message: `${process.execPath} -e ${script} ended with exit status 4`, output: 'a.txt is bad' },
    ]);
  });

  it('skips a tool that is not installed, and fails for a program that should have been generated', async () => {
    expect(
      await check([file('plain', 'echo')], command('no-such-tool-anywhere', 'x'), command('./missing.sh'), command('./plain'), command('')),
    ).toEqual([
      { state: 'skipped', reason: 'no-such-tool-anywhere is not installed here' },
      { state: 'failed', message: './missing.sh is not among the generated files, or what should run it is missing' },
      { state: 'failed', message: './plain is not executable' },
      { state: 'failed', message: 'the name of the command comes out blank' },
    ]);
  });

  it('removes its folder when the caller stops early', async () => {
    const seen = join(await temporaryFolder(), 'seen');
    const step = node(`require('node:fs').writeFileSync(process.argv[1], process.cwd())`, seen);
    for await (const verdict of new FolderOutputChecker({ env: process.env, timeoutMs: 20_000 }).check([], [step, step])) {
      expect(verdict).toEqual({ state: 'passed' });
      break;
    }
    expect(existsSync(await readFile(seen, 'utf8'))).toBe(false);
  });
});
