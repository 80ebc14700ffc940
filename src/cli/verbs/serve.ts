import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { publishShipped } from '../../commands/templates.js';
import { readAddress } from '../../gateway/settings.js';
import type { Invocation } from '../invocation.js';
import { toJson } from '../output.js';
import type { ServeOptions } from '../options.js';
import { withFormwork } from '../with-formwork.js';

const packageVersion = (packageRoot: URL): string =>
  (JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as { readonly version: string }).version;

const asked = (): Promise<unknown> => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

/** `formwork serve`: until somebody asks it to stop; then it answers what is under way and ends with 0. */
export const serve = (invocation: Invocation, options: ServeOptions): Promise<void> => {
  const address = readAddress(options, process.env);
  const { output, packageRoot } = invocation;
  return withFormwork(invocation, async ({ formwork, metadata }) => {
    await publishShipped(formwork.ports, metadata);
    const { startService } = await import('../../gateway/service.js'); // Nest and all that: only where there is something to serve
    const service = await startService(formwork, {
      address,
      version: packageVersion(packageRoot),
      databaseUrl: process.env.FORMWORK_DATABASE_URL,
    });
    const stop = asked();
    const { url, docs } = service;
    if (output.json) process.stdout.write(`${toJson({ url, docs, pid: process.pid })}\n`);
    else output.note(`Formwork serves ${url}; its description is at ${docs}`);
    await stop;
    await service.close();
  });
};
