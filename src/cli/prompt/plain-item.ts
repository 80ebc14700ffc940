import type { AskedQuestion } from '../../templating/asking.js';
import type { Json } from '../../templating/manifest.js';
import { oneLine } from '../terminal/text.js';

/** One entry of a list that has no questions for its entries: a line of text. */
export const plainItem = (list: AskedQuestion, number: number, initial: Json | undefined): AskedQuestion => ({
  name: 'entry',
  type: 'string',
  prompt: 'Entry',
  required: true,
  canGoBack: true,
  number: 1,
  ...(initial !== undefined && { default: initial }),
  check: (typed) =>
    typeof typed === 'string' && typed.trim() === ''
      ? { ok: false, message: `entry ${number} of "${oneLine(list.prompt)}" needs some text` }
      : { ok: true, value: typed as Json },
});
