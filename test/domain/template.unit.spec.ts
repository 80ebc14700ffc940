import { describe, expect, it } from '@jest/globals';
import {
  ActivateTemplateVersion,
  activeVersion,
  isTemplateId,
  PublishTemplateVersion,
  RollBackTemplate,
  templateDecider,
  type PublishedVersion,
  type TemplateEvent,
} from '../../src/domain/template/template.js';
import { metadata, specification } from '../support/specification.js';

const given = specification(templateDecider);
const { now } = metadata();
const templateId = 'invoice';

const version = (number: string, digest = `digest of ${number}`): PublishedVersion => ({
  templateId,
  version: number,
  digest,
  description: 'An invoice',
  language: 'typescript',
  kind: 'code',
  tags: [],
  files: [{ path: 'template.json', sha256: digest, bytes: 2 }],
  origin: 'folder',
});
const registered = (): TemplateEvent => ({ type: 'TemplateRegistered', data: { templateId, registeredAt: now } });
const published = (number: string): TemplateEvent => ({ type: 'TemplateVersionPublished', data: { ...version(number), publishedAt: now } });
const activated = (number: string): TemplateEvent => ({
  type: 'TemplateVersionActivated',
  data: { templateId, version: number, activatedAt: now },
});
const rolledBack = (fromVersion: string, toVersion: string): TemplateEvent => ({
  type: 'TemplateRolledBack',
  data: { templateId, fromVersion, toVersion, reason: 'worse', rolledBackAt: now },
});

const publish = (number: string, { activate = false, digest }: { activate?: boolean; digest?: string } = {}) =>
  new PublishTemplateVersion({ ...version(number, digest), activate }, metadata());
const activate = (number: string) => new ActivateTemplateVersion({ templateId, version: number }, metadata());
const rollBack = (toVersion?: string, reason = 'worse') =>
  new RollBackTemplate({ templateId, reason, ...(toVersion && { toVersion }) }, metadata());

const first = () => [registered(), published('1.0.0'), activated('1.0.0')];
const second = () => [...first(), published('1.1.0'), activated('1.1.0')];

describe('PublishTemplateVersion', () => {
  it('registers the template and makes its first version active by itself', () =>
    given()
      .when(publish('1.0.0'))
      .then(...first()));
  it('leaves the active version alone when a later one is published', () =>
    given(...first())
      .when(publish('1.1.0'))
      .then(published('1.1.0')));
  it('activates a later version when asked', () =>
    given(...first())
      .when(publish('1.1.0', { activate: true }))
      .then(published('1.1.0'), activated('1.1.0')));
  it('does nothing for a folder that is this very version', () =>
    given(...first())
      .when(publish('1.0.0'))
      .then());
  it('refuses other content under a published version', () =>
    given(...first())
      .when(publish('1.0.0', { digest: 'other' }))
      .thenRejects('TEMPLATE_VERSION_EXISTS'));
  it('refuses a version that is not semantic', () => given().when(publish('1.0')).thenRejects('VERSION_INVALID'));
  it('refuses an id that is none', () => {
    const command = new PublishTemplateVersion({ ...version('1.0.0'), templateId: '../etc', activate: false }, metadata());
    given().when(command).thenRejects('TEMPLATE_ID_INVALID');
  });
});

describe('ActivateTemplateVersion', () => {
  it('makes a published version active', () =>
    given(...first(), published('1.1.0'))
      .when(activate('1.1.0'))
      .then(activated('1.1.0')));
  it('does nothing when it is active already', () =>
    given(...first())
      .when(activate('1.0.0'))
      .then());
  it('refuses a version never published', () =>
    given(...first())
      .when(activate('7.0.0'))
      .thenRejects('TEMPLATE_VERSION_UNKNOWN'));
});

describe('RollBackTemplate', () => {
  const once = specification(templateDecider, { onceOnly: false }); // without a target, asking again goes one further back
  it('goes back to the version that was active before', () =>
    once(...second())
      .when(rollBack())
      .then(rolledBack('1.1.0', '1.0.0')));
  it('goes back to the version that is named', () =>
    given(...second())
      .when(rollBack('1.0.0'))
      .then(rolledBack('1.1.0', '1.0.0')));
  it('does nothing when that version is active already', () =>
    given(...second())
      .when(rollBack('1.1.0'))
      .then());
  it('refuses a version never published', () =>
    given(...second())
      .when(rollBack('7.0.0'))
      .thenRejects('TEMPLATE_VERSION_UNKNOWN'));
  it('refuses when there is nothing to go back to', () =>
    given(...first())
      .when(rollBack())
      .thenRejects('ROLLBACK_IMPOSSIBLE'));
  it('refuses without a reason', () =>
    given(...second())
      .when(rollBack('1.0.0', ' '))
      .thenRejects('REASON_MISSING'));
  it('refuses an unknown template', () => given().when(rollBack()).thenRejects('TEMPLATE_UNKNOWN'));
});

describe('a template', () => {
  it('is at the version it was rolled back to', () => {
    const template = [...second(), rolledBack('1.1.0', '1.0.0')].reduce(templateDecider.evolve, templateDecider.initialState());
    expect(activeVersion(template)).toBe('1.0.0');
  });
  it.each(['cache', 'quality_template:elixir-production', '0.a'])('may be called %s', (id) => expect(isTemplateId(id)).toBe(true));
  it.each(['', 'Cache', 'a/b', 'a:b:c', ':a', '../a', '__proto__', 'a'.repeat(129)])('may not be called "%s"', (id) =>
    expect(isTemplateId(id)).toBe(false),
  );
});
