import type { Command } from 'commander';
import { declare, type Perform } from '../declare.js';
import type { CommonOptions } from '../invocation.js';
import type { Shell } from '../verbs/completion.js';

const COMPLETION_DETAILS = `For good, add the line for your shell to its start-up file:
  bash  ~/.bashrc                    eval "$(formwork completion bash)"
  zsh   ~/.zshrc                     eval "$(formwork completion zsh)"
  fish  ~/.config/fish/config.fish   formwork completion fish | source
`;

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** What a shell needs to complete a command line of ours. */
export const declareShellVerbs = (program: Command, perform: Perform): void => {
  const completion = declare(program, 'completion <shell>', 'a script that completes formwork in bash, zsh or fish', [
    'completion bash > ~/.local/share/bash-completion/completions/formwork',
  ])
    .addHelpText('after', COMPLETION_DETAILS)
    .action((shell: Shell, options: CommonOptions) =>
      perform(options, async (invocation) => (await import('../verbs/completion.js')).completion(invocation, shell)),
    );
  completion.registeredArguments[0]?.choices(SHELLS);
  program
    .command('complete [words...]', { hidden: true })
    .description('what the last word could be; the scripts of "formwork completion" call it')
    .passThroughOptions()
    .action((words: readonly string[]) =>
      perform({}, async (invocation) => (await import('../verbs/completion.js')).complete(invocation, program, words)),
    );
};
