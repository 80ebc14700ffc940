import type { RenderedFile } from '../templating/render.js';

/** One thing to try on rendered files. `check` is its place among the template's `checks`, from 0. */
export type CheckStep = { readonly check: number } & (
  { readonly kind: 'syntax'; readonly path: string } | { readonly kind: 'command'; readonly argv: readonly string[] }
);

/** A step that nothing here could try is skipped and says why; it never counts as passed. */
export type Verdict =
  | { readonly state: 'passed' }
  | { readonly state: 'failed'; readonly message: string; readonly output?: string }
  | { readonly state: 'skipped'; readonly reason: string };

/** Tries a template's checks on what one set of answers rendered. */
export interface OutputChecker {
  /**
   * One verdict for each step, in order. The files stand in a folder of their own meanwhile, which is the working folder of every command
   * and is gone afterwards, however it ends.
   * @throws the signal's reason once it is aborted; a command that runs then is ended with everything that it started
   */
  check(files: readonly RenderedFile[], steps: readonly CheckStep[], signal?: AbortSignal): AsyncIterable<Verdict>;
}
