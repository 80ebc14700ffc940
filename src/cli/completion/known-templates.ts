import { readTemplate } from '../../commands/open-template.js';
import { loadStream } from '../../commands/decide-and-append.js';
import { parseTemplateReference } from '../../commands/templates.js';
import type { Looking } from '../../composition.js';
import { activeVersion, templateDecider, templateStream, type Template as Published } from '../../domain/template/template.js';
import { compareVersions, resolveVersion } from '../../domain/version.js';
import type { Question } from '../../templating/manifest.js';
import { DEFAULT_DELIMITERS } from '../../templating/mustache-syntax.js';
import { allQuestions } from '../../templating/steps.js';
import { readManifest } from '../../templating/template.js';
import type { Candidate } from './candidate.js';

/** The questions of a template; texts with the opening delimiter in them are known only while asking. */
export type KnownQuestions = { readonly questions: readonly Question[]; readonly openDelimiter: string };

const NO_QUESTIONS: KnownQuestions = { questions: [], openDelimiter: DEFAULT_DELIMITERS[0] };

/** Templates as far as they can be known by looking: what was published, and what comes with Formwork and would be at its first use. */
export class KnownTemplates {
  constructor(private readonly look: () => Promise<Looking>) {}

  async all(): Promise<readonly Candidate[]> {
    const prefix = templateStream('');
    const { events, shipped } = await this.look();
    const streams = (await events?.streamsWith(prefix)) ?? [];
    const published = streams.map((stream) => stream.slice(prefix.length));
    const ids = new Set([...published, ...(await shipped.ids())]);
    return Promise.all([...ids].sort().map(async (value) => ({ value, description: await this.description(value) })));
  }

  /** The newest first. */
  async versions(templateId: string): Promise<readonly Candidate[]> {
    const template = await this.published(templateId);
    if (template === undefined) {
      const shipped = await this.shipped(templateId);
      return shipped === undefined ? [] : [{ value: shipped.spec_version }];
    }
    const active = activeVersion(template);
    return [...template.versions.keys()]
      .sort((a, b) => compareVersions(b, a))
      .map((value) => ({ value, ...(value === active && { description: 'active' }) }));
  }

  /** Of the version that a reference (`id@version`) means today. */
  async questions(reference: string): Promise<KnownQuestions> {
    const { templateId, version } = parseTemplateReference(reference);
    const template = await this.published(templateId);
    if (template === undefined) return this.shippedQuestions(templateId);
    const meant = version === undefined ? activeVersion(template) : resolveVersion(version, [...template.versions.keys()]);
    const found = meant === undefined ? undefined : template.versions.get(meant);
    if (found === undefined) return NO_QUESTIONS;
    const opened = await readTemplate((await this.look()).events!.store, found);
    return { questions: allQuestions(opened), openDelimiter: opened.delimiters[0] };
  }

  private async shippedQuestions(templateId: string): Promise<KnownQuestions> {
    const { questions = [], delimiters = DEFAULT_DELIMITERS } = (await this.shipped(templateId)) ?? {};
    return { questions, openDelimiter: delimiters[0] };
  }

  private async description(templateId: string): Promise<string> {
    const template = await this.published(templateId);
    if (template === undefined) return (await this.shipped(templateId))?.description ?? '';
    return template.versions.get(activeVersion(template) ?? '')?.description ?? '';
  }

  private async published(templateId: string): Promise<Published | undefined> {
    const { events } = await this.look();
    if (events === undefined) return undefined;
    const { state } = await loadStream(events.store, templateDecider, templateStream(templateId));
    return state.registered ? state : undefined;
  }

  private async shipped(templateId: string) {
    const { shipped } = await this.look();
    return (await shipped.ids()).includes(templateId) ? readManifest(await shipped.read(templateId)) : undefined;
  }
}
