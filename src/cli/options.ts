import type { CommonOptions } from './invocation.js';

export type GenerateOptions = CommonOptions & {
  readonly answer: readonly string[];
  readonly answers?: string;
  readonly task?: string;
  readonly language?: string;
  readonly kind?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
};

export type OutcomeOptions = CommonOptions & {
  readonly success?: boolean;
  readonly failure?: boolean;
  readonly score?: string;
  readonly message?: string;
  readonly log?: string;
  readonly source: string;
  readonly infrastructure?: true;
};

export type EventsOptions = CommonOptions & {
  readonly stream?: string;
  readonly type: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly follow?: boolean;
  readonly limit?: string;
};

export type ServeOptions = CommonOptions & { readonly httpPort?: string; readonly host?: string };

export type RegenerateOptions = CommonOptions & { readonly answer: readonly string[]; readonly dryRun?: boolean };
