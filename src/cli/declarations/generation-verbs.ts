import type { Command } from 'commander';
import { collect, declare, type Perform } from '../declare.js';
import type { CommonOptions } from '../invocation.js';
import type { GenerateOptions, OutcomeOptions, RegenerateOptions } from '../options.js';

export const declareGenerationVerbs = (program: Command, perform: Perform): void => {
  declare(program, 'generate [id[@version]] [dest]', 'ask a template’s questions and write its files', [
    'generate elixir-genserver-cache',
    'generate elixir-genserver-cache my_app -a use_ets=false --yes',
    'generate typescript-library@1.0 packages/queue --answers queue.yml',
    'generate elixir-genserver-cache --dry-run',
    'generate --task "create a cache" --language elixir',
  ])
    .option('-a, --answer <name=value>', 'answer a question (repeatable)', collect, [])
    .option('--answers <file>', 'take answers from a YAML or JSON file')
    .option('--task <text>', 'what the code is for; recorded, and without an id it finds the template')
    .option('--language <name>', 'with --task: only templates of this language')
    .option('--kind <kind>', 'with --task: only code, file, documentation, refactoring or component templates')
    .option('-y, --yes', 'ask nothing: take defaults for what is not answered')
    .option('--dry-run', 'show what would be written, write and record nothing')
    .option('-f, --force', 'overwrite existing files')
    .action((reference: string | undefined, dest: string | undefined, options: GenerateOptions) =>
      perform(options, async (invocation) => (await import('../verbs/generate.js')).generate(invocation, reference, dest, options)),
    );
  declare(program, 'regenerate <file>', 'again from its answers file, edited or not', [
    'regenerate lib/cache.ex',
    'regenerate lib/cache.ex --dry-run',
  ])
    .option('-a, --answer <name=value>', 'give an answer that the file does not hold, such as a secret (repeatable)', collect, [])
    .option('--dry-run', 'show what would be written, write and record nothing')
    .action((file: string, options: RegenerateOptions) =>
      perform(options, async (invocation) => (await import('../verbs/regenerate.js')).regenerate(invocation, file, options)),
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
      perform(options, async (invocation) => (await import('../verbs/outcome.js')).outcome(invocation, subject, options)),
    );
  declare(program, 'trace <file|sha256|generation>', 'say where a file came from and what became of it', [
    'trace lib/cache.ex',
    'trace lib/cache.ex --verify',
  ])
    .option('--verify', 'render again from the events alone and compare bytes')
    .action((subject: string, options: CommonOptions & { verify?: boolean }) =>
      perform(options, async (invocation) => (await import('../verbs/trace.js')).trace(invocation, subject, options)),
    );
};
