import { existsSync } from 'node:fs';
import { main } from './cli/main.js';

/** Compilers put this file at different depths. */
const packageRoot = (folder: URL): URL => (existsSync(new URL('package.json', folder)) ? folder : packageRoot(new URL('..', folder)));

// The entry that Nest's own tools and containers know; the service is the one of `formwork serve`, with the same flags.
await main(['serve', ...process.argv.slice(2)], packageRoot(new URL('.', import.meta.url)));
