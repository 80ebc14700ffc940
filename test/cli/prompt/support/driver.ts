import { openPrompts } from '../../../../src/cli/prompt/open-prompts.js';
import type { Prompts } from '../../../../src/cli/prompt/prompts.js';
import { AskingCancelled, type AskedQuestion, type Reply } from '../../../../src/templating/asking.js';
import type { Json } from '../../../../src/templating/manifest.js';
import { atLeastOne, interview, offered, parsedJson, question, wholeNumberFrom } from './questions.js';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const zones = [
  'Africa/Cairo',
  'America/Bogota',
  'America/Chicago',
  'America/Lima',
  'Asia/Seoul',
  'Asia/Tokyo',
  'Australia/Perth',
  'Europe/Berlin',
  'Europe/Lisbon',
  'Europe/London',
  'Europe/Oslo',
  'Europe/Paris',
  'Pacific/Auckland',
];

const endpoint =
  (prompts: Prompts) =>
  async (_number: number, initial?: Json): Promise<Reply> => {
    const fields = (initial ?? {}) as Readonly<Record<string, Json>>;
    const questions: readonly AskedQuestion[] = [
      question({ name: 'method', type: 'choice', prompt: 'Method', choices: offered(...methods), default: fields.method ?? 'GET' }),
      question({ name: 'path', type: 'string', prompt: 'Path', default: fields.path ?? '/' }),
    ];
    const answers: Record<string, Json> = {};
    for (let place = 0; place < questions.length;) {
      const reply = await prompts.ask({ ...questions[place]!, canGoBack: true });
      if (reply.kind === 'back' && place === 0) return reply;
      if (reply.kind === 'answer') answers[questions[place]!.name] = reply.value;
      place += reply.kind === 'answer' ? 1 : -1;
    }
    return { kind: 'answer', value: answers };
  };

/** One question of every type, as a template would ask them. */
const everyType = (prompts: Prompts): readonly AskedQuestion[] => [
  question({
    name: 'module',
    type: 'string',
    prompt: 'Module name',
    default: 'MyApp.Cache',
    hint: 'the Elixir module that will be generated',
    group: 'Cache',
  }),
  question({
    name: 'use_ets',
    type: 'boolean',
    prompt: 'Use ETS for caching?',
    default: true,
    hint: 'reads then need no message to the server',
    defaultHint: 'yes in 892 of 1234 generations; 98 % succeed together with one_for_one',
    group: 'Cache',
  }),
  question({
    name: 'ttl_minutes',
    type: 'number',
    prompt: 'Minutes until an entry expires',
    default: 5,
    group: 'Cache',
    check: wholeNumberFrom(1),
  }),
  question({
    name: 'supervisor_strategy',
    type: 'choice',
    prompt: 'Supervisor strategy',
    choices: offered('one_for_one', 'rest_for_one', 'one_for_all'),
    default: 'one_for_one',
    group: 'Supervision',
  }),
  question({
    name: 'zone',
    type: 'choice',
    prompt: 'Time zone',
    choices: offered(...zones),
    default: 'Europe/Berlin',
    group: 'Supervision',
  }),
  question({
    name: 'features',
    type: 'multi_choice',
    prompt: 'Features',
    choices: offered('auth', 'queue', 'metrics', 'tracing'),
    default: ['metrics'],
    check: atLeastOne,
    group: 'Application',
  }),
  question({
    name: 'endpoints',
    type: 'list',
    prompt: 'Endpoints',
    hint: 'one function is made for each',
    askItem: endpoint(prompts),
    group: 'Application',
  }),
  question({ name: 'target', type: 'path', prompt: 'Where the code goes', default: 'lib', group: 'Application' }),
  question({ name: 'about', type: 'text', prompt: 'Documentation of the module', group: 'Application' }),
  question({ name: 'limits', type: 'json', prompt: 'Limits', default: { size: 1000 }, check: parsedJson, group: 'Application' }),
  question({ name: 'token', type: 'secret', prompt: 'Registry token', group: 'Application' }),
];

const prompts = openPrompts();
try {
  const answers = await interview(prompts, process.argv[2] === 'short' ? everyType(prompts).slice(0, 3) : everyType(prompts));
  const confirmation = await prompts.confirmSummary({
    title: 'elixir-genserver-cache 2.4.0',
    note: '98 % success across 567 generations with these answers',
    answers: Object.entries(answers).map(([name, value]) => ({
      name,
      prompt: name,
      display: name === 'token' ? 'hidden' : JSON.stringify(value),
      source: 'you',
    })),
    files: [
      { path: 'lib/my_app/cache.ex', note: 'new' },
      { path: 'test/my_app/cache_test.exs', note: 'overwrites' },
      { path: 'README.md', note: 'unchanged' },
    ],
  });
  process.stdout.write(`${JSON.stringify({ answers, confirmation })}\n`);
} catch (error) {
  if (!(error instanceof AskingCancelled)) throw error;
  process.stdout.write('cancelled\n');
  process.exitCode = 1;
}
