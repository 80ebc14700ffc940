import type { CommandMetadata } from '../domain/decider.js';
import { templateStream, type TemplateEvent } from '../domain/template/template.js';
import { resolveVersion } from '../domain/version.js';
import type { Recorded } from '../eventstore/event-store.js';
import type { Bundle } from '../templating/bundle.js';
import type { Ports } from './ports.js';
import { publishTemplate } from './publish-template.js';
import { eventsOf, refuseOtherCommand } from './sent-before.js';
import { activateTemplate, rollBackTemplate, type TemplateReference } from './templates.js';

// The use cases do nothing a second time; these also answer as they did the first time, whatever happened to the template since.

type Held<Type extends TemplateEvent['type']> = Recorded<Extract<TemplateEvent, { type: Type }>>;

const heldEvents = async (ports: Pick<Ports, 'store'>, templateId: string, metadata: CommandMetadata) => {
  const events = await eventsOf(ports.store, templateStream(templateId), metadata);
  return <Type extends TemplateEvent['type']>(type: Type) => events.find((event): event is Held<Type> => event.type === type);
};

export const publishTemplateOnce = async (
  ports: Pick<Ports, 'store'>,
  bundle: Bundle,
  options: { readonly activate: boolean; readonly origin: string },
  metadata: CommandMetadata,
) => {
  const done = await publishTemplate(ports, bundle, options, metadata);
  const { templateId } = done;
  const held = await heldEvents(ports, templateId, metadata);
  const published = held('TemplateVersionPublished');
  const activated = held('TemplateVersionActivated');
  const last = activated ?? published;
  if (last === undefined) return done;
  const { version, digest = done.digest } = { ...last.data, ...published?.data };
  refuseOtherCommand({ version, digest }, { version: done.version, digest: done.digest });
  return { ...done, active: activated !== undefined, position: last.position };
};

/** What a person wrote as a version means the one that it meant then. */
const asItMeantThen = (wanted: string, then: string): string => resolveVersion(wanted, [then]) ?? wanted;

export const activateTemplateOnce = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  reference: Required<TemplateReference>,
  metadata: CommandMetadata,
) => {
  const done = await activateTemplate(ports, reference, metadata);
  const activated = (await heldEvents(ports, done.templateId, metadata))('TemplateVersionActivated');
  if (activated === undefined) return done;
  const { templateId, version } = activated.data;
  refuseOtherCommand({ version }, { version: asItMeantThen(reference.version, version) });
  return { templateId, version, position: activated.position };
};

export const rollBackTemplateOnce = async (
  ports: Pick<Ports, 'store' | 'shipped'>,
  wish: { readonly templateId: string; readonly toVersion?: string; readonly reason: string },
  metadata: CommandMetadata,
) => {
  const done = await rollBackTemplate(ports, wish, metadata);
  const rolledBack = (await heldEvents(ports, done.templateId, metadata))('TemplateRolledBack');
  if (rolledBack === undefined) return done;
  const { templateId, fromVersion, toVersion, reason } = rolledBack.data;
  refuseOtherCommand(
    { toVersion, reason },
    { reason: wish.reason, ...(wish.toVersion !== undefined && { toVersion: asItMeantThen(wish.toVersion, toVersion) }) },
  );
  return { templateId, fromVersion, version: toVersion, position: rolledBack.position };
};
