import { main } from './cli/main.js';

// The entry that Nest's own tools and containers know; the service is the one of `formwork serve`, with the same flags.
await main(['serve', ...process.argv.slice(2)], new URL('..', import.meta.url));
