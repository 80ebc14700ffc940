/** Where in a template or answers file something is wrong; lines and columns start at 1. */
export type SourcePlace = { readonly file: string; readonly line?: number; readonly column?: number };

/** Bad input to the engine: what is wrong, where, and how to mend it. */
export class TemplatingError extends Error {
  override readonly name = 'TemplatingError';
  constructor(
    readonly code: string,
    message: string,
    readonly details: { readonly field?: string; readonly hint?: string; readonly at?: SourcePlace } = {},
  ) {
    super(message);
  }
}
