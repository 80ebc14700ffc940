import type { Command } from 'commander';
import { declare, type Perform } from '../declare.js';
import type { FailuresOptions } from '../verbs/failures.js';
import type { RunOptions } from '../verbs/run.js';

const RUN_DETAILS = `The outcome is recorded for every generation of this project whose files still stand. A failure whose output names some
of those files concerns their generations alone. What the command prints is passed on unchanged, and kept as a log; with
--json all of it goes to standard error, so that the document stands alone on standard output.

Exit status:
  the command's own; 128 and the signal's number where a signal ended it
  125  Formwork itself failed; what the command ended with is said
  126  the command cannot be run; nothing is recorded
  127  there is no such command; nothing is recorded
  2    wrong usage of formwork run; nothing is run
Ctrl-C stops the command, and nothing is recorded.
`;

/** How generated code turns out, told by the commands that try it. */
export const declareRunVerbs = (program: Command, perform: Perform): void => {
  program.enablePositionalOptions(); // what comes after a verb is the verb's: `run npm test --json`, `failures ID --version 1.0`
  declare(program, 'run <command...>', 'run a test or build, record how it went for the generated files', [
    'run npm test',
    'run --source ci -- mix test --trace',
    'run -- sh -c "npm run build && npm test"',
  ])
    .passThroughOptions()
    .option('--source <name>', 'who says so; the latest outcome of each source counts', 'run')
    .option('--score <0..1>', 'quality, recorded with the outcome')
    .addHelpText('after', RUN_DETAILS)
    .action((command: readonly string[], options: RunOptions) =>
      perform(options, async (invocation) => (await import('../verbs/run.js')).run(invocation, command, options)),
    );
  declare(program, 'failures <id[@version]>', 'generations of a template that failed, the newest first', [
    'failures elixir-genserver-cache',
    'failures elixir-genserver-cache --version 1.2 --since 7d',
  ])
    .option('--version <version>', 'only of this version (2.3: the highest published 2.3.x)')
    .option('--since <time>', 'only what was generated from this time on (2026-01-31, 2026-01-31T12:00Z, or 90s, 30m, 2h, 7d ago)')
    .option('--limit <n>', 'at most n of them, 1 to 500', '20')
    .option('--cursor <next>', 'go on where an earlier list ended ("next")')
    .action((reference: string, options: FailuresOptions) =>
      perform(options, async (invocation) => (await import('../verbs/failures.js')).failures(invocation, reference, options)),
    );
};
