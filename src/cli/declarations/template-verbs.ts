import type { Command } from 'commander';
import { declare, type Perform } from '../declare.js';
import type { CommonOptions } from '../invocation.js';

export const declareTemplateVerbs = (program: Command, perform: Perform): void => {
  const template = program.command('template').description('templates and their versions');
  declare(template, 'list', 'list the templates that are published here', ['template list', 'template list --json']).action(
    (options: CommonOptions) => perform(options, async (invocation) => (await import('../verbs/template.js')).listTemplates(invocation)),
  );
  declare(template, 'show <id[@version]>', 'show a version: its questions and files', [
    'template show elixir-genserver-cache',
    'template show typescript-library@1.0',
  ]).action((reference: string, options: CommonOptions) =>
    perform(options, async (invocation) => (await import('../verbs/template.js')).showTemplate(invocation, reference)),
  );
  declare(template, 'publish <dir>', 'publish the template in a folder as a new version', [
    'template publish ./my-template',
    'template publish ./my-template --activate',
  ])
    .option('--activate', 'make it the active version at once (the first version always is)')
    .action((dir: string, options: CommonOptions & { activate?: boolean }) =>
      perform(options, async (invocation) => (await import('../verbs/template.js')).publishTemplate(invocation, dir, options)),
    );
  declare(template, 'activate <id@version>', 'make a published version the active one', [
    'template activate elixir-genserver-cache@1.0.0',
  ]).action((reference: string, options: CommonOptions) =>
    perform(options, async (invocation) => (await import('../verbs/template.js')).activateTemplate(invocation, reference)),
  );
  declare(template, 'rollback <id>', 'go back to an earlier active version', [
    'template rollback my-template --reason "its tests fail on Windows"',
    'template rollback my-template --to 1.2.0 --reason "…"',
  ])
    .option('--to <version>', 'the version to go back to (default: the one active before)')
    .requiredOption('--reason <text>', 'why; kept in the history')
    .action((id: string, options: CommonOptions & { to?: string; reason: string }) =>
      perform(options, async (invocation) => (await import('../verbs/template.js')).rollBackTemplate(invocation, id, options)),
    );
};
