import { given, type AnswersSoFar } from './answer-values.js';
import type { Answer, AnswerSources, AnswerValues } from './answers.js';
import { fitAnswer, templateDefault } from './fit-answer.js';
import type { Json } from './manifest.js';
import type { Step } from './steps.js';

/** A default that fits, with the reason that a person is shown. */
export type ProposedDefault = Answer & { readonly hint?: string };

export type DefaultFound = {
  readonly proposed?: ProposedDefault;
  /** Stronger defaults that the question does not take. */
  readonly unfit: readonly (Answer & { readonly message: string })[];
};

const suggested = async (
  { name, question, part }: Step,
  { suggest }: AnswerSources,
  soFar: AnswersSoFar,
): Promise<ProposedDefault | undefined> => {
  if (question.type === 'secret') return undefined;
  const suggestion = await suggest?.(name, { ...soFar.values(part) });
  if (suggestion === undefined) return undefined;
  const fit = fitAnswer(question, suggestion.value, soFar.context(part), { isData: true });
  if (!fit.ok) return undefined; // learned from versions of the question that are gone
  const { hint, source = 'learned', confidence, model } = suggestion;
  return {
    name,
    value: fit.value,
    source,
    ...(hint !== undefined && { hint }),
    ...(confidence !== undefined && { confidence }),
    ...(model !== undefined && { model }),
  };
};

const configured = (name: string, values: AnswerValues | undefined, source: Answer['source']): Answer | undefined => {
  const value = given(values, name);
  return value === undefined ? undefined : { name, value, source };
};

/** The first default that fits: the earlier answer of a question that is always asked, then suggested, of the workspace, of the user, of the template. */
export const findDefault = async (
  step: Step,
  sources: AnswerSources,
  soFar: AnswersSoFar,
  earlier: Answer | undefined,
): Promise<DefaultFound> => {
  const { name, question, part } = step;
  const context = soFar.context(part);
  const fitted = (answer: Answer | undefined) => (answer === undefined ? undefined : fitAnswer(question, answer.value, context));
  const proposedEarlier = fitted(earlier);
  if (earlier !== undefined && proposedEarlier?.ok === true) return { proposed: { ...earlier, value: proposedEarlier.value }, unfit: [] };
  const suggestion = await suggested(step, sources, soFar);
  if (suggestion !== undefined) return { proposed: suggestion, unfit: [] };
  const unfit: (Answer & { readonly message: string })[] = [];
  const candidates = [
    configured(name, sources.workspaceDefaults, 'workspace-default'),
    configured(name, sources.userDefaults, 'user-default'),
  ];
  for (const candidate of candidates) {
    const fit = fitted(candidate);
    if (candidate === undefined || fit === undefined) continue;
    if (fit.ok) return { proposed: { ...candidate, value: fit.value }, unfit };
    unfit.push({ ...candidate, message: `the ${candidate.source.replace('-', ' ')} of "${name}" does not fit: ${fit.message}` });
  }
  const value: Json | undefined = templateDefault(question, context);
  return { unfit, ...(value !== undefined && { proposed: { name, value, source: 'template-default' } }) };
};
