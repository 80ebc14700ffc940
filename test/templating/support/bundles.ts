import type { Asker, AskedQuestion, Reply } from '../../../src/templating/asking.js';
import { AskingCancelled } from '../../../src/templating/asking.js';
import type { Bundle, BundleFile } from '../../../src/templating/bundle.js';
import { TemplatingError } from '../../../src/templating/errors.js';
import type { Json, Manifest, Question } from '../../../src/templating/manifest.js';
import { openTemplate, type ResolveTemplate, type Template } from '../../../src/templating/template.js';

export type Files = Readonly<Record<string, string | BundleFile>>;

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (file: { readonly bytes: Uint8Array } | undefined): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(file?.bytes);

/** A template folder whose `template.json` says at least what it must. */
export const bundleOf = (manifest: Partial<Manifest>, files: Files = {}): Bundle =>
  new Map([
    ['template.json', { bytes: bytes(JSON.stringify({ id: 'example', spec_version: '1.0.0', files: [], ...manifest }, undefined, 2)) }],
    ...Object.entries(files).map(([path, file]): [string, BundleFile] => [path, typeof file === 'string' ? { bytes: bytes(file) } : file]),
  ]);

export const templateOf = (manifest: Partial<Manifest>, files: Files = {}, resolve?: ResolveTemplate): Template =>
  openTemplate(bundleOf(manifest, files), resolve);

export const withQuestions = (...questions: readonly Question[]): Template => templateOf({ questions });

/** What a scripted person types, or how they find out; `BACK` goes back. */
export type Typed = Json | ((question: AskedQuestion) => Promise<Json | Reply> | Json);

/** A person who replies as written, question by question, and keeps what they were asked. */
export class Script implements Asker {
  readonly asked: AskedQuestion[] = [];
  readonly #replies: Typed[];

  constructor(...replies: Typed[]) {
    this.#replies = replies;
  }

  async ask(question: AskedQuestion): Promise<Reply> {
    this.asked.push(question);
    if (this.#replies.length === 0) throw new AskingCancelled(`nothing is scripted for "${question.name}"`);
    const next = this.#replies.shift()!;
    if (next === 'BACK') return { kind: 'back' };
    const typed = typeof next === 'function' ? await next(question) : next;
    if (typeof typed === 'object' && typed !== null && 'kind' in typed) return typed as Reply;
    const fit = question.check(typed);
    if (!fit.ok) throw new Error(`"${question.name}" refused ${JSON.stringify(typed)}: ${fit.message}`);
    return { kind: 'answer', value: fit.value };
  }
}

/** Leaves the proposed default as it is. */
export const enter = (question: AskedQuestion): Json => question.default ?? null;

export type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly hint?: string;
  readonly place?: string;
};

/** What an action is refused with; the test fails where it is not refused, or crashes. */
export const refusalOf = async (action: () => unknown): Promise<Refusal> => {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof TemplatingError)) throw error;
    const { code, message } = error;
    const { field, hint, at } = error.details;
    const place = at === undefined ? undefined : [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
    return {
      code,
      message,
      ...(field !== undefined && { field }),
      ...(hint !== undefined && { hint }),
      ...(place !== undefined && { place }),
    };
  }
  throw new Error('nothing was refused');
};
