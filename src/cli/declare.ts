import type { Command } from 'commander';
import type { CommonOptions, Invocation } from './invocation.js';

type Run = (invocation: Invocation) => Promise<number | void>;

/** Runs the verb that was called; its code is loaded only then. */
export type Perform = (options: CommonOptions, run: Run) => Promise<void>;

/** A repeatable option. */
export const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

export const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  $ formwork ${example}`).join('\n')}\n`;

/** Adds one verb with what every verb has: `--json`, `--quiet` and help with examples. */
export const declare = (parent: Command, usage: string, summary: string, examples: readonly string[]): Command =>
  parent
    .command(usage)
    .description(summary)
    .option('--json', 'one JSON document on standard output, nothing else there')
    .option('-q, --quiet', 'say nothing but errors')
    .addHelpText('after', examplesText(examples));
