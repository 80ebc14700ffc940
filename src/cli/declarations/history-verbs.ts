import type { Command } from 'commander';
import { collect, declare, type Perform } from '../declare.js';
import type { CommonOptions } from '../invocation.js';
import type { EventsOptions } from '../options.js';

export const declareHistoryVerbs = (program: Command, perform: Perform): void => {
  declare(program, 'stats [id]', 'success of templates and their versions', ['stats', 'stats elixir-genserver-cache']).action(
    (id: string | undefined, options: CommonOptions) =>
      perform(options, async (invocation) => (await import('../verbs/stats.js')).stats(invocation, id)),
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
      perform(options, async (invocation) => (await import('../verbs/events.js')).events(invocation, options)),
    );
  declare(program, 'rebuild [projection]', 'rebuild the read models from the events', ['rebuild', 'rebuild generations']).action(
    (projection: string | undefined, options: CommonOptions) =>
      perform(options, async (invocation) => (await import('../verbs/rebuild.js')).rebuild(invocation, projection)),
  );
  declare(program, 'doctor', 'what is configured, reachable, behind or damaged', ['doctor', 'doctor --json']).action(
    (options: CommonOptions) => perform(options, async (invocation) => (await import('../verbs/doctor.js')).doctor(invocation)),
  );
};
