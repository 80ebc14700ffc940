// Whole-process time of generating a template of 200 files beside copying the files that it writes (200 files and their 200
// answers files) with node's own fs.cp, and of linting it.   node bench/many-files.mjs [--runs N]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { raceProcesses, round, table } from './support/measure.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '15' } } });
const FILES = 200;
const bin = fileURLToPath(new URL('../bin/formwork.js', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'formwork-bench-files-'));
const env = { ...process.env, FORMWORK_HOME: join(work, 'home') };

const template = join(work, 'template');
mkdirSync(template);
const body = Array.from({ length: 60 }, (_, line) => `export const {{name}}_${line} = { ttl: {{ttl}}, line: ${line} };\n`).join('');
const files = Array.from({ length: FILES }, (_, n) => ({ path: `src/part-${n % 20}/file-${n}.ts`, template: `file-${n}.mustache` }));
const questions = [
  { name: 'name', type: 'string', prompt: 'Name?', default: 'cache' },
  { name: 'ttl', type: 'number', prompt: 'Minutes?', default: 5 },
];
writeFileSync(join(template, 'template.json'), JSON.stringify({ id: 'many', spec_version: '1.0.0', questions, files }));
for (const [n, file] of files.entries()) writeFileSync(join(template, file.template), `// ${n}\n${body}`);
const copier = join(work, 'copy.mjs');
writeFileSync(copier, `import { cpSync } from 'node:fs'; cpSync(process.argv[2], process.argv[3], { recursive: true });`);

const run = (...args) => {
  const { status, stderr } = spawnSync('node', [bin, ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

try {
  run('template', 'publish', template);
  run('generate', 'many', join(work, 'original'), '--yes');
  const measured = raceProcesses(
    {
      'copy (node fs.cp)': (n) => ({ command: 'node', args: [copier, join(work, 'original'), join(work, `copy-${n}`)] }),
      'formwork generate': (n) => ({
        command: 'node',
        args: [bin, 'generate', 'many', join(work, `out-${n}`), '--yes', '--quiet'],
        options: { env },
      }),
      'formwork template lint': () => ({ command: 'node', args: [bin, 'template', 'lint', template], options: { env } }),
    },
    { runs: Number(values.runs) },
  );
  const base = measured['copy (node fs.cp)'].wall;
  console.log(
    table(
      [`${FILES} files, whole process`, 'wall ms (median)', 'CPU ms (mean)', 'wall × copy'],
      Object.entries(measured).map(([name, { wall, cpu }]) => [name, round(wall, 1), round(cpu, 1), round(wall / base)]),
    ),
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
