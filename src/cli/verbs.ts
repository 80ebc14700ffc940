import type { Command } from 'commander';
import type { Invocation } from './main.js';

type Run = (invocation: Invocation) => Promise<number | void>;
type CommonOptions = { readonly json?: boolean; readonly quiet?: boolean };
type Perform = (options: CommonOptions, run: Run) => Promise<void>;

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ formwork ${example}`).join('\n')}\n`;

/** Adds one verb; its code is loaded only when it is called. */
const declare = (parent: Command, usage: string, summary: string, examples: readonly string[]): Command =>
  parent
    .command(usage)
    .description(summary)
    .option('--json', 'one JSON document on standard output, nothing else there')
    .option('-q, --quiet', 'say nothing but errors')
    .addHelpText('after', examplesText(examples));

const declareTemplateVerbs = (program: Command, perform: Perform): void => {
  const template = program.command('template').description('templates and their versions');
  declare(template, 'list', 'list the templates that are published here', ['template list', 'template list --json']).action((options) =>
    perform(options, async (invocation) => (await import('./verbs/template.js')).listTemplates(invocation)),
  );
  declare(template, 'show <id[@version]>', 'show a version: its questions and files', [
    'template show elixir-genserver-cache',
    'template show typescript-library@1.0',
  ]).action((reference: string, options) =>
    perform(options, async (invocation) => (await import('./verbs/template.js')).showTemplate(invocation, reference)),
  );
  declare(template, 'publish <dir>', 'publish the template in a folder as a new version', [
    'template publish ./my-template',
    'template publish ./my-template --activate',
  ])
    .option('--activate', 'make it the active version at once (the first version always is)')
    .action((dir: string, options: CommonOptions & { activate?: boolean }) =>
      perform(options, async (invocation) => (await import('./verbs/template.js')).publishTemplate(invocation, dir, options)),
    );
  declare(template, 'activate <id@version>', 'make a published version the active one', [
    'template activate elixir-genserver-cache@1.0.0',
  ]).action((reference: string, options) =>
    perform(options, async (invocation) => (await import('./verbs/template.js')).activateTemplate(invocation, reference)),
  );
  declare(template, 'rollback <id>', 'go back to an earlier active version', [
    'template rollback my-template --reason "its tests fail on Windows"',
    'template rollback my-template --to 1.2.0 --reason "…"',
  ])
    .option('--to <version>', 'the version to go back to (default: the one active before)')
    .requiredOption('--reason <text>', 'why; kept in the history')
    .action((id: string, options: CommonOptions & { to?: string; reason: string }) =>
      perform(options, async (invocation) => (await import('./verbs/template.js')).rollBackTemplate(invocation, id, options)),
    );
};

export type GenerateOptions = CommonOptions & {
  readonly answer: readonly string[];
  readonly answers?: string;
  readonly task?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
};

export type OutcomeOptions = CommonOptions & {
  readonly success?: boolean;
  readonly failure?: boolean;
  readonly score?: string;
  readonly message?: string;
  readonly log?: string;
  readonly source: string;
  readonly infrastructure?: true;
};

export type EventsOptions = CommonOptions & {
  readonly stream?: string;
  readonly type: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly follow?: boolean;
  readonly limit?: string;
};

export type ServeOptions = CommonOptions & { readonly httpPort?: string; readonly host?: string };

const declareGenerationVerbs = (program: Command, perform: Perform): void => {
  declare(program, 'generate <id[@version]> [dest]', 'ask a template’s questions and write its files', [
    'generate elixir-genserver-cache',
    'generate elixir-genserver-cache my_app -a use_ets=false --yes',
    'generate typescript-library@1.0 packages/queue --answers queue.yml',
    'generate elixir-genserver-cache --dry-run',
  ])
    .option('-a, --answer <name=value>', 'answer a question (repeatable)', collect, [])
    .option('--answers <file>', 'take answers from a YAML or JSON file')
    .option('--task <text>', 'what the code is for; recorded with the generation')
    .option('-y, --yes', 'ask nothing: take defaults for what is not answered')
    .option('--dry-run', 'show what would be written, write and record nothing')
    .option('-f, --force', 'overwrite existing files')
    .action((reference: string, dest: string | undefined, options: GenerateOptions) =>
      perform(options, async (invocation) => (await import('./verbs/generate.js')).generate(invocation, reference, dest, options)),
    );
  declare(program, 'outcome <file|generation>', 'record how generated code turned out', [
    'outcome lib/cache.ex --success --score 0.9',
    'outcome lib/cache.ex --failure --message "does not compile" --log build.log',
  ])
    .option('--success', 'it works')
    .option('--failure', 'it does not')
    .option('--score <0..1>', 'quality')
    .option('--message <text>', 'what happened')
    .option('--log <file>', 'a log to keep with it')
    .option('--source <name>', 'who says so; the latest outcome of each source counts', 'user')
    .option('--infrastructure', 'the failure says nothing about the template (time-out, network, missing tool)')
    .action((subject: string, options: OutcomeOptions) =>
      perform(options, async (invocation) => (await import('./verbs/outcome.js')).outcome(invocation, subject, options)),
    );
  declare(program, 'trace <file|sha256|generation>', 'say where a file came from and what became of it', [
    'trace lib/cache.ex',
    'trace lib/cache.ex --verify',
  ])
    .option('--verify', 'render again from the events alone and compare bytes')
    .action((subject: string, options: CommonOptions & { verify?: boolean }) =>
      perform(options, async (invocation) => (await import('./verbs/trace.js')).trace(invocation, subject, options)),
    );
};

const declareHistoryVerbs = (program: Command, perform: Perform): void => {
  declare(program, 'stats [id]', 'success of templates and their versions', ['stats', 'stats elixir-genserver-cache']).action(
    (id: string | undefined, options) => perform(options, async (invocation) => (await import('./verbs/stats.js')).stats(invocation, id)),
  );
  declare(program, 'events', 'the history, oldest first', [
    'events --type OutcomeRecorded --since 2h',
    'events --stream template-elixir-genserver-cache',
    'events --follow',
  ])
    .option('--stream <stream>', 'only this stream')
    .option('--type <type>', 'only events of this type (repeatable)', collect, [])
    .option('--since <time>', 'from this time on (2026-01-31, 2026-01-31T12:00Z, or 90s, 30m, 2h, 7d ago)')
    .option('--until <time>', 'up to this time')
    .option('--limit <n>', 'at most n events')
    .option('--follow', 'go on with what happens from now')
    .action((options: EventsOptions) =>
      perform(options, async (invocation) => (await import('./verbs/events.js')).events(invocation, options)),
    );
  declare(program, 'rebuild [projection]', 'rebuild the read models from the events', ['rebuild', 'rebuild generations']).action(
    (projection: string | undefined, options) =>
      perform(options, async (invocation) => (await import('./verbs/rebuild.js')).rebuild(invocation, projection)),
  );
  declare(program, 'doctor', 'what is configured, reachable, behind or damaged', ['doctor', 'doctor --json']).action((options) =>
    perform(options, async (invocation) => (await import('./verbs/doctor.js')).doctor(invocation)),
  );
};

/** Every verb of the command line with its help; `perform` runs the one that was called. */
export const declareVerbs = (program: Command, version: string, perform: Perform): void => {
  program
    .description('Generates code from templates that ask questions, and remembers where every file came from.')
    .version(version, '-V, --version')
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', examplesText(['generate elixir-genserver-cache', 'trace lib/cache.ex', 'COMMAND --help']));
  declareGenerationVerbs(program, perform);
  declareTemplateVerbs(program, perform);
  declareHistoryVerbs(program, perform);
  declare(program, 'serve', 'the service: REST on /v1, its description on /docs', ['serve', 'serve --http-port 0'])
    .option('--http-port <port>', 'port to listen on, 0 for any free one (FORMWORK_HTTP_PORT, 4480)')
    .option('--host <address>', 'address to bind (FORMWORK_HOST, 127.0.0.1)')
    .action((options: ServeOptions) =>
      perform(options, async (invocation) => (await import('./verbs/serve.js')).serve(invocation, options)),
    );
};
