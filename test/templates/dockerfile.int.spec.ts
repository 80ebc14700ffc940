import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/temporary.js';
import { answerTo, casesOf, describeCase, folderOf, textOf, writeCases, type Case } from './support/cases.js';
import { itWith } from './support/it-with.js';
import { answers, runProgram } from './support/programs.js';

type Instruction = { readonly keyword: string; readonly rest: string };

/** Instructions in order, continued lines joined, comments left out. */
const instructionsOf = ({ files }: Case): readonly Instruction[] =>
  textOf(files.find(({ path }) => path === 'Dockerfile')!)
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, keyword = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
      return { keyword, rest };
    });

const KEYWORDS = ['ARG', 'FROM', 'WORKDIR', 'RUN', 'COPY', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];

describe('dockerfile-node', () => {
  it('has stages that exist before they are copied from, and known instructions', async () => {
    for (const present of await casesOf('dockerfile-node')) {
      const stages: string[] = [];
      for (const { keyword, rest } of instructionsOf(present)) {
        expect({ case: describeCase(present), keyword }).toMatchObject({ keyword: expect.stringMatching(`^(${KEYWORDS.join('|')})$`) });
        const [, from] = /^--from=(\S+)/.exec(rest) ?? [];
        if (keyword === 'COPY' && from !== undefined) expect(stages).toContain(from);
        if (keyword === 'FROM') stages.push(/ AS (\S+)$/.exec(rest)?.[1] ?? '');
      }
      expect(new Set(stages).size).toBe(stages.length);
      expect(stages.at(-1)).toBe('service');
    }
  });

  it('runs as an unprivileged user and starts by a command without a shell', async () => {
    for (const present of await casesOf('dockerfile-node')) {
      const last = instructionsOf(present).slice(-5);
      const command = last.at(-1)!;

      expect(last).toContainEqual({ keyword: 'USER', rest: 'node' });
      expect(command.keyword).toBe('CMD');
      expect(JSON.parse(command.rest)).toEqual(['node', present.answers.entry]);
    }
  });

  it('checks health by a script that Node can run, where that is asked for', async () => {
    for (const present of await casesOf('dockerfile-node')) {
      const check = instructionsOf(present).find(({ keyword }) => keyword === 'HEALTHCHECK');
      expect(check !== undefined).toBe(present.answers.healthcheck);
      if (check === undefined) continue;
      const [node, option, script = ''] = JSON.parse(check.rest.slice(check.rest.indexOf('['))) as readonly string[];

      expect([node, option]).toEqual(['node', '--eval']);
      expect(script).toContain(`http://127.0.0.1:${answerTo('port', present)}${answerTo('health_path', present)}'`);
      expect(await runProgram(process.execPath, ['--check', '-'], { input: script })).toEqual({ status: 0, output: '' });
    }
  });

  itWith(answers('docker', 'buildx', 'version'), 'docker with buildx is not installed')('gives docker build --check nothing to say', async () => {
    const folder = await temporaryFolder();
    const cases = await casesOf('dockerfile-node');
    await writeCases(folder, cases);
    for (const present of cases) {
      const { status, output } = await runProgram('docker', ['buildx', 'build', '--check', folderOf(folder, present)]);
      expect({ case: describeCase(present), status, output }).toMatchObject({ status: 0 });
    }
  });
});
