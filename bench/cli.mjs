// Whole-process time of `formwork generate` (3 answers, one file of about 60 lines, cold process, warm home, durable) beside other
// generators that write the same bytes, and beside the floor: node + mustache.
//   node bench/cli.mjs [--peers DIR] [--runs N]     DIR: a folder where `npm install hygen@6.2.11 plop@4.0.5` was run
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { raceProcesses, round, table } from './support/measure.mjs';

const { values } = parseArgs({ options: { peers: { type: 'string' }, runs: { type: 'string', default: '25' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'formwork-bench-cli-'));
const folder = (...parts) => {
  const path = join(work, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
};

// The same file for everybody: 60 lines, three answers.
const line = (n, [open, close]) =>
  `  export const ${open}name${close}_${n} = { ttl: ${open}ttl${close}, strategy: '${open}strategy${close}', line: ${n} };`;
const body = (delimiters) => Array.from({ length: 60 }, (_, n) => line(n, delimiters)).join('\n') + '\n';
const answers = { name: 'cache', ttl: '5', strategy: 'one_for_one' };

const formwork = () => {
  const template = folder('formwork-template');
  const questions = [
    { name: 'name', type: 'string', prompt: 'Name?', default: 'cache' },
    { name: 'ttl', type: 'number', prompt: 'Minutes?', default: 5 },
    { name: 'strategy', type: 'choice', prompt: 'Strategy?', choices: ['one_for_one', 'one_for_all'], default: 'one_for_one' },
  ];
  const manifest = { id: 'bench', spec_version: '1.0.0', questions, files: [{ path: 'out.ts', template: 'out.ts.mustache' }] };
  writeFileSync(join(template, 'template.json'), JSON.stringify(manifest));
  writeFileSync(join(template, 'out.ts.mustache'), body(['{{', '}}']));
  const env = { ...process.env, FORMWORK_HOME: folder('home') };
  const bin = join(root, 'bin/formwork.js');
  const { status, stderr } = spawnSync('node', [bin, 'template', 'publish', template], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const given = Object.entries(answers).flatMap(([name, value]) => ['-a', `${name}=${value}`]);
  return {
    subject: (run) => ({
      command: 'node',
      args: [bin, 'generate', 'bench', join(work, 'out-formwork', String(run)), ...given, '--yes', '--quiet'],
      options: { env, cwd: work },
    }),
    result: (run) => join(work, 'out-formwork', String(run), 'out.ts'),
  };
};

const floor = () => {
  const script = join(work, 'floor.mjs');
  const mustache = join(root, 'node_modules/mustache/mustache.mjs');
  writeFileSync(join(work, 'floor.mustache'), body(['{{', '}}']));
  writeFileSync(
    script,
    `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'; import mustache from ${JSON.stringify(mustache)};
const [folder, name, ttl, strategy] = process.argv.slice(2); mkdirSync(folder, { recursive: true });
writeFileSync(folder + '/out.ts', mustache.render(readFileSync(${JSON.stringify(join(work, 'floor.mustache'))}, 'utf8'), { name, ttl, strategy }, {}, { escape: String }));`,
  );
  return {
    subject: (run) => ({
      command: 'node',
      args: [script, join(work, 'out-floor', String(run)), ...Object.values(answers)],
      options: { cwd: work },
    }),
    result: (run) => join(work, 'out-floor', String(run), 'out.ts'),
  };
};

const hygen = (bin) => {
  const templates = folder('hygen', '_templates', 'bench', 'new');
  writeFileSync(join(templates, 'out.ejs.t'), `---\nto: <%= dest %>/out.ts\n---\n${body(['<%= ', ' %>']).trimEnd()}\n`);
  return {
    subject: (run) => ({
      command: 'node',
      args: [bin, 'bench', 'new', '--name', answers.name, '--ttl', answers.ttl, '--strategy', answers.strategy, '--dest', `out/${run}`],
      options: { cwd: join(work, 'hygen') },
    }),
    result: (run) => join(work, 'hygen', 'out', String(run), 'out.ts'),
  };
};

const plop = (bin) => {
  const project = folder('plop');
  writeFileSync(join(project, 'out.hbs'), body(['{{', '}}']));
  writeFileSync(
    join(project, 'plopfile.mjs'),
    `export default (plop) => plop.setGenerator('bench', { prompts: ['dest', 'name', 'ttl', 'strategy'].map((name) => ({ type: 'input', name, message: name })), actions: [{ type: 'add', path: '{{dest}}/out.ts', templateFile: 'out.hbs' }] });`,
  );
  return {
    subject: (run) => ({
      command: 'node',
      args: [bin, '--plopfile', join(project, 'plopfile.mjs'), 'bench', `out/${run}`, ...Object.values(answers)],
      options: { cwd: project },
    }),
    result: (run) => join(project, 'out', String(run), 'out.ts'),
  };
};

const cookiecutter = () => {
  const project = folder('cookiecutter', '{{cookiecutter.dest}}');
  writeFileSync(join(project, '..', 'cookiecutter.json'), JSON.stringify({ dest: 'out', ...answers }));
  writeFileSync(join(project, 'out.ts'), body(['{{cookiecutter.', '}}']));
  return {
    subject: (run) => ({
      command: 'cookiecutter',
      args: ['--no-input', '-o', join(work, 'out-cookiecutter'), join(project, '..'), `dest=${run}`],
      options: { cwd: work },
    }),
    result: (run) => join(work, 'out-cookiecutter', String(run), 'out.ts'),
  };
};

const peer = (path) =>
  values.peers && existsSync(join(values.peers, 'node_modules', path)) ? join(values.peers, 'node_modules', path) : undefined;
const contestants = { 'floor (node + mustache)': floor(), formwork: formwork() };
const hygenBin = peer('hygen/dist/bin.js');
const plopBin = peer('plop/bin/plop.js');
if (hygenBin) contestants.hygen = hygen(hygenBin);
if (plopBin) contestants.plop = plop(plopBin);
if (spawnSync('cookiecutter', ['--version']).status === 0) contestants.cookiecutter = cookiecutter();

try {
  const runs = Number(values.runs);
  const measured = raceProcesses(Object.fromEntries(Object.entries(contestants).map(([name, { subject }]) => [name, subject])), { runs });
  const expected = readFileSync(contestants['floor (node + mustache)'].result(0), 'utf8');
  for (const [name, { result }] of Object.entries(contestants))
    if (readFileSync(result(0), 'utf8') !== expected) throw new Error(`${name} wrote other bytes`);
  const base = measured['floor (node + mustache)'];
  const rows = Object.entries(measured).map(([name, { wall, cpu }]) => [
    name,
    round(wall, 1),
    round(cpu, 1),
    round(wall / base.wall),
    round(cpu / base.cpu),
  ]);
  console.log(table(['whole process', 'wall ms (median)', 'CPU ms (mean)', 'wall × floor', 'CPU × floor'], rows));
} finally {
  rmSync(work, { recursive: true, force: true });
}
