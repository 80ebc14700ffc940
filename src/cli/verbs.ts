import type { Command } from 'commander';
import { declareGenerationVerbs } from './declarations/generation-verbs.js';
import { declareHistoryVerbs } from './declarations/history-verbs.js';
import { declareRunVerbs } from './declarations/run-verbs.js';
import { declareServiceVerbs } from './declarations/service-verbs.js';
import { declareShellVerbs } from './declarations/shell-verbs.js';
import { declareTemplateVerbs } from './declarations/template-verbs.js';
import { examplesText, type Perform } from './declare.js';

/** Every verb of the command line with its help; `perform` runs the one that was called. */
export const declareVerbs = (program: Command, version: string, perform: Perform): void => {
  program
    .description('Generates code from templates that ask questions, and remembers where every file came from.')
    .version(version, '-V, --version')
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', examplesText(['generate elixir-genserver-cache', 'trace lib/cache.ex', 'COMMAND --help']));
  declareGenerationVerbs(program, perform);
  declareRunVerbs(program, perform);
  declareTemplateVerbs(program, perform);
  declareHistoryVerbs(program, perform);
  declareServiceVerbs(program, perform);
  declareShellVerbs(program, perform);
};
