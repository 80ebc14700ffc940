// How fast a body is rendered from its parsed form, beside plain Mustache on the same body, view and machine; and how long linting takes.
// Run with: npm run build && node bench/rendering.mjs
import mustache from 'mustache';
import { lintTemplate } from '../dist/templating/lint.js';
import { newBudget, renderUnit } from '../dist/templating/mustache-renderer.js';
import { parseMustache } from '../dist/templating/mustache-syntax.js';
import { answerQuestions } from '../dist/templating/questionnaire.js';
import { renderTemplate } from '../dist/templating/render.js';
import { openTemplate } from '../dist/templating/template.js';

const SECONDS = 1;
const ROUNDS = 5;

const BODY = `defmodule {{module}} do
  @moduledoc """
  {{description}}
  """
  use GenServer

  @ttl_minutes {{ttl_minutes}}
{{#use_ets}}
  @table :{{table}}
{{/use_ets}}

${Array.from({ length: 8 }, (_, index) => `  @doc "Step ${index} of {{module}}."\n  def step_${index}(state) do\n    {:ok, state, {{ttl_minutes}}}\n  end\n`).join('\n')}
{{#operations}}
  def {{name}}(key), do: GenServer.call({{module}}, {:{{name}}, key})
{{/operations}}
{{^use_ets}}
  defp put(state, key, value), do: Map.put(state, key, value)
{{/use_ets}}
end
`;

const ANSWERS = {
  module: 'MyApp.Cache',
  description: 'Keeps what is slow to find.',
  ttl_minutes: 5,
  use_ets: true,
  table: 'my_cache',
  operations: [{ name: 'get' }, { name: 'put' }, { name: 'delete' }],
};

const encoder = new TextEncoder();
const file = (text) => ({ bytes: encoder.encode(text) });
const bundleOf = (manifest, files) =>
  new Map([['template.json', file(JSON.stringify(manifest))], ...Object.entries(files).map(([path, text]) => [path, file(text)])]);

const rate = (action) => {
  let count = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  while (performance.now() < end) for (let index = 0; index < 200; index++, count++) action();
  return count / ((performance.now() - start) / 1000);
};

/** The best of several rounds, the contestants taking turns so that the machine treats them alike. */
const best = (contestants) => {
  const rates = contestants.map(() => 0);
  for (let round = 0; round < ROUNDS; round++)
    contestants.forEach((action, index) => (rates[index] = Math.max(rates[index], rate(action))));
  return rates;
};

const template = openTemplate(
  bundleOf(
    {
      id: 'cache',
      spec_version: '1.0.0',
      questions: [
        { name: 'module', type: 'string' },
        { name: 'description', type: 'text' },
        { name: 'ttl_minutes', type: 'number' },
        { name: 'use_ets', type: 'boolean' },
        { name: 'table', type: 'string' },
        { name: 'operations', type: 'list', items: [{ name: 'name', type: 'string' }] },
      ],
      files: [{ path: 'lib/cache.ex', template: 'cache.ex.mustache' }],
    },
    { 'cache.ex.mustache': BODY },
  ),
);
const answers = await answerQuestions(template, { request: ANSWERS });
const rendering = {
  budget: { ...newBudget(), tags: Infinity },
  partials: () => undefined,
  missing: () => '',
  missingPartial: () => undefined,
};

const plain = () => mustache.render(BODY, ANSWERS, {}, { escape: String });
const ours = () => renderUnit(parseMustache({ file: 'cache.ex.mustache', text: BODY }), { value: ANSWERS }, rendering);
const whole = () => renderTemplate(template, answers);
if (ours() !== plain() || Buffer.from(whole()[0].bytes).toString() !== plain())
  throw new Error('the contestants do not render the same text');

const [plainRate, ourRate, wholeRate] = best([plain, ours, whole]);

const many = bundleOf(
  {
    id: 'many',
    spec_version: '1.0.0',
    questions: template.manifest.questions,
    files: Array.from({ length: 200 }, (_, index) => ({ path: `lib/file_${index}.ex`, template: `file_${index}.ex` })),
  },
  Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`file_${index}.ex`, `${BODY}# ${index}\n`])),
);
const lintStart = performance.now();
const findings = lintTemplate(many);
const lintMilliseconds = performance.now() - lintStart;
if (findings.length > 0) throw new Error(`lint of a sound template found ${findings[0].message}`);

const ratio = ourRate / plainRate;
const lines = BODY.split('\n').length - 1;
console.log(`one body of ${lines} lines, parsed once, best of ${ROUNDS} rounds of ${SECONDS} s`);
console.log(`  plain mustache            ${Math.round(plainRate).toLocaleString('en')} renders/s`);
console.log(`  body, strict and bounded  ${Math.round(ourRate).toLocaleString('en')} renders/s = ${ratio.toFixed(2)} of plain`);
console.log(
  `  whole template to bytes   ${Math.round(wholeRate).toLocaleString('en')} generations/s = ${(wholeRate / plainRate).toFixed(2)} of plain`,
);
console.log(`lint of 200 files, first run  ${lintMilliseconds.toFixed(0)} ms`);
if (ratio < 0.8) {
  console.error(`a render is slower than 0.8 of plain mustache: ${ratio.toFixed(2)}`);
  process.exitCode = 1;
}
