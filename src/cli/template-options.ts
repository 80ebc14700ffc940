import type { CommonOptions } from './invocation.js';

export type NewTemplateOptions = CommonOptions & { readonly description?: string; readonly language?: string };

export type TestTemplateOptions = CommonOptions & {
  readonly answer: readonly string[];
  readonly commands: boolean;
  readonly timeout: string;
};
