import { toAnswers, type Answer, type Answers } from './answers.js';
import { allQuestions } from './steps.js';
import type { Template } from './template.js';

/**
 * Answers as they were recorded, ready to be rendered again: computed values are computed anew, and a secret stays its mark, so that
 * what comes out is what was stored then.
 */
export const restoreAnswers = (template: Template, recorded: readonly Answer[]): Answers => toAnswers(allQuestions(template), recorded);
