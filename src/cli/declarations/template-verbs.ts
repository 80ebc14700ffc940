import type { Command } from 'commander';
import { collect, declare, type Perform } from '../declare.js';
import type { CommonOptions } from '../invocation.js';
import type { NewTemplateOptions, TestTemplateOptions } from '../template-options.js';

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
  declareAuthorVerbs(template, perform);
};

const COMMANDS_RUN_HERE = `
The check commands of a template run on this machine, as you, in a temporary folder. Name only templates whose
commands you would run yourself; with --no-commands none is run.
`;

/** What somebody needs who writes templates. */
const declareAuthorVerbs = (template: Command, perform: Perform): void => {
  declare(template, 'new <id> [dir]', 'start a template: a small one that works as it is', [
    'template new my-template',
    'template new team:endpoint ./endpoint --language typescript',
  ])
    .option('--description <text>', 'what it generates, in one sentence')
    .option('--language <language>', 'of the code that it generates')
    .action((id: string, dir: string | undefined, options: NewTemplateOptions) =>
      perform(options, async (invocation) => (await import('../verbs/template-new.js')).newTemplateFolder(invocation, id, dir, options)),
    );
  declare(template, 'lint <dir>', 'what is wrong with the template in a folder, or could be', [
    'template lint ./my-template',
    'template lint ./my-template --json',
  ]).action((dir: string, options: CommonOptions) =>
    perform(options, async (invocation) => (await import('../verbs/template-lint.js')).lintTemplateFolder(invocation, dir)),
  );
  declare(template, 'test <dir|id[@version]>', 'render a template over many sets of answers and run its checks', [
    'template test ./my-template',
    'template test elixir-genserver-cache@1.0 -a use_ets=true',
    'template test ./my-template --no-commands',
  ])
    .option('-a, --answer <name=value>', 'the same answer in every set (repeatable)', collect, [])
    .option('--no-commands', 'render and parse only, run no commands')
    .option('--timeout <seconds>', 'how long one command may take', '60')
    .addHelpText('after', COMMANDS_RUN_HERE)
    .action((named: string, options: TestTemplateOptions) =>
      perform(options, async (invocation) => (await import('../verbs/template-test.js')).testTemplate(invocation, named, options)),
    );
  declare(template, 'diff <from> <to>', 'what changed from one version of a template to another, or between two folders', [
    'template diff my-template@1.0.0 my-template@1.1.0',
    'template diff my-template@1.0.0 ./my-template',
  ]).action((from: string, to: string, options: CommonOptions) =>
    perform(options, async (invocation) => (await import('../verbs/template-diff.js')).diffTemplateVersions(invocation, from, to)),
  );
};
