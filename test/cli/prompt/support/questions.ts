import type { AskedQuestion, Asker, OfferedChoice } from '../../../../src/templating/asking.js';
import type { Json } from '../../../../src/templating/manifest.js';

type Check = AskedQuestion['check'];

export const anything: Check = (typed) => ({ ok: true, value: typed as Json });

export const wholeNumberFrom =
  (least: number): Check =>
  (typed) => {
    const value = typeof typed === 'number' ? typed : typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : NaN;
    if (!Number.isInteger(value)) return { ok: false, message: `"${String(typed)}" is not a whole number` };
    return value < least ? { ok: false, message: `${value}, at least ${least} is needed` } : { ok: true, value };
  };

export const parsedJson: Check = (typed) => {
  try {
    return { ok: true, value: typeof typed === 'string' ? (JSON.parse(typed) as Json) : (typed as Json) };
  } catch (error) {
    return { ok: false, message: `not JSON: ${(error as Error).message}` };
  }
};

export const atLeastOne: Check = (typed) =>
  Array.isArray(typed) && typed.length > 0 ? { ok: true, value: typed as Json } : { ok: false, message: 'at least one is needed' };

export const offered = (...values: readonly string[]): readonly OfferedChoice[] => values.map((value) => ({ value, label: value }));

export const question = (parts: Partial<AskedQuestion> & Pick<AskedQuestion, 'type'>): AskedQuestion => ({
  name: parts.type,
  prompt: `A ${parts.type}`,
  required: true,
  canGoBack: false,
  number: 1,
  check: anything,
  ...parts,
});

/** Asks in order and goes back where the person wants to, offering what was answered before, as the questionnaire does. */
export const interview = async (asker: Asker, questions: readonly AskedQuestion[]): Promise<Readonly<Record<string, Json>>> => {
  const answers = new Map<string, Json>();
  for (let place = 0; place < questions.length;) {
    const next = questions[place]!;
    const earlier = answers.get(next.name);
    const reply = await asker.ask({
      ...next,
      canGoBack: place > 0,
      number: place + 1,
      ...(earlier !== undefined && { default: earlier }),
    });
    if (reply.kind === 'answer') answers.set(next.name, reply.value);
    place += reply.kind === 'answer' ? 1 : -1;
  }
  return Object.fromEntries(answers);
};
