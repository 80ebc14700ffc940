import type { Draft } from '../commands/draft-generation.js';
import type { WritePlan } from '../commands/ports.js';
import type { PublishedVersion } from '../domain/template/template.js';
import type { Answers } from '../templating/answers.js';
import type { Template } from '../templating/template.js';

/** A generation worked out and planned, ready to be shown or written. */
export type Prepared = {
  readonly version: PublishedVersion;
  readonly template: Template;
  readonly answers: Answers;
  readonly draft: Draft;
  readonly plan: WritePlan;
};
