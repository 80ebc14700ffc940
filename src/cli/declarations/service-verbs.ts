import type { Command } from 'commander';
import { declare, type Perform } from '../declare.js';
import type { ServeOptions } from '../options.js';

export const declareServiceVerbs = (program: Command, perform: Perform): void => {
  declare(program, 'serve', 'the service: REST on /v1, its description on /docs', ['serve', 'serve --http-port 0'])
    .option('--http-port <port>', 'port to listen on, 0 for any free one (FORMWORK_HTTP_PORT, 4480)')
    .option('--host <address>', 'address to bind (FORMWORK_HOST, 127.0.0.1)')
    .action((options: ServeOptions) =>
      perform(options, async (invocation) => (await import('../verbs/serve.js')).serve(invocation, options)),
    );
};
