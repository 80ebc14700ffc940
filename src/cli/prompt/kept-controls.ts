import { isDeepStrictEqual } from 'node:util';
import type { AskedQuestion } from '../../templating/asking.js';
import type { Control } from './control.js';

export type Kept<C extends Control> = { readonly question: AskedQuestion; readonly control: C; touched: boolean };

/** What was typed still fits: it is the same question, or one that differs only in a default that was not taken anyway. */
const stillFits = <C extends Control>({ question, touched }: Kept<C>, now: AskedQuestion): boolean =>
  question.type === now.type &&
  isDeepStrictEqual(question.choices, now.choices) &&
  (touched || isDeepStrictEqual(question.default, now.default));

/** Controls by name, so that a question asked again is found as it was left. */
export class KeptControls<C extends Control> {
  private readonly byName = new Map<string, Kept<C>>();

  async keep(name: string, question: AskedQuestion, make: () => C | Promise<C>): Promise<Kept<C>> {
    const earlier = this.byName.get(name);
    if (earlier !== undefined && stillFits(earlier, question)) return earlier;
    const kept = { question, control: await make(), touched: false };
    this.byName.set(name, kept);
    return kept;
  }

  forget(prefix: string): void {
    for (const name of this.byName.keys()) if (name.startsWith(prefix)) this.byName.delete(name);
  }
}
