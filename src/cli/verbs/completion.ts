import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { openToLook, type Looking } from '../../composition.js';
import type { Completions } from '../completion/candidate.js';
import { completeWords } from '../completion/complete-words.js';
import type { Invocation } from '../invocation.js';

const SCRIPTS = { bash: 'formwork.bash', zsh: '_formwork', fish: 'formwork.fish' } as const;

export type Shell = keyof typeof SCRIPTS;

/** `formwork completion SHELL`: the script that the shell is to read. */
export const completion = async ({ output, packageRoot }: Invocation, shell: Shell): Promise<void> => {
  const script = readFileSync(new URL(`completions/${SCRIPTS[shell]}`, packageRoot), 'utf8');
  output.result({ shell, script }, () => [script.trimEnd()]);
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** First a line `:` with what the shell is to do, then a candidate a line, its description after a tab. */
const replyOf = ({ candidates, goesOn = false, byShell }: Completions): string => {
  const byItself = byShell === undefined ? [] : byShell.kind === 'command' ? ['command', byShell.word] : [byShell.kind];
  const directive = [...(goesOn ? ['goes-on'] : []), ...byItself].join(' ');
  const lines = candidates
    .filter(({ value }) => !/[\t\r\n]/.test(value))
    .map(({ value, description = '' }) => (description === '' ? value : `${value}\t${oneLine(description)}`));
  return [`:${directive}`, ...lines].join('\n');
};

/**
 * `formwork complete -- WORDS…`, which the scripts call at each tab key: what the last word could be. Somebody is typing, so whatever goes
 * wrong, nothing is said.
 */
export const complete = async ({ packageRoot }: Invocation, program: Command, words: readonly string[]): Promise<void> => {
  let looking: Promise<Looking> | undefined;
  const look = () => (looking ??= openToLook(process.env, packageRoot));
  try {
    process.stdout.write(`${replyOf(await completeWords(program, words, look))}\n`);
  } catch (error) {
    if (process.env.FORMWORK_DEBUG) process.stderr.write(`${String(error)}\n`);
  } finally {
    await looking?.then(({ close }) => close()).catch(() => undefined);
  }
};
