import { isDumb } from '../terminal/capabilities.js';
import { LineAsker } from './line-asker.js';
import type { Prompts } from './prompts.js';
import { TerminalAsker } from './terminal-asker.js';
import type { Terminal } from './terminal.js';

/**
 * Prompts on a terminal, by default the one this process was started from; the caller has made sure that it is one
 * (`canPrompt`). Where the cursor cannot be moved, plain lines are asked and read.
 */
export const openPrompts = (terminal: Terminal = { input: process.stdin, output: process.stderr, env: process.env }): Prompts =>
  isDumb(terminal.env) ? new LineAsker(terminal) : new TerminalAsker(terminal);
