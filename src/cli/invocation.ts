import type { Output } from './output.js';

/** What every verb is given beside its own arguments. */
export type Invocation = {
  readonly output: Output;
  readonly packageRoot: URL;
  /** The environment that we were called in: without what a `.env` file added, which is for us alone. */
  readonly environment: NodeJS.ProcessEnv;
};

/** The options that every verb has. */
export type CommonOptions = { readonly json?: boolean; readonly quiet?: boolean };
