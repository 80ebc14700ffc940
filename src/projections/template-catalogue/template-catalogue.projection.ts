import type { TemplateEvent } from '../../domain/template/template.js';
import type { Recorded } from '../../eventstore/event-store.js';
import type { Projection } from '../projection.js';
import { TemplateActivationRow, TemplateRow, TemplateVersionRow } from './template-catalogue.rows.js';

type Of<Type extends TemplateEvent['type']> = Recorded<Extract<TemplateEvent, { type: Type }>>;

const versionRow = ({ data, position, metadata: { actor } }: Of<'TemplateVersionPublished'>): TemplateVersionRow => {
  const { templateId, version, digest, origin, description, language, kind, tags, files, includes = [], publishedAt } = data;
  return { position, templateId, version, digest, origin, description, language, kind, tags, files, includes, publishedAt, actor };
};

const activationRow = ({
  type,
  data,
  position,
  metadata: { actor },
}: Of<'TemplateVersionActivated'> | Of<'TemplateRolledBack'>): TemplateActivationRow => {
  const { templateId } = data;
  return type === 'TemplateVersionActivated'
    ? { position, templateId, kind: 'activated', version: data.version, fromVersion: null, reason: null, at: data.activatedAt, actor }
    : {
        ...{ position, templateId, kind: 'rolled-back', version: data.toVersion, fromVersion: data.fromVersion },
        ...{ reason: data.reason, at: data.rolledBackAt, actor },
      };
};

export const templateCatalogue: Projection<TemplateEvent> = {
  name: 'template-catalogue',
  version: 1,
  handles: ['TemplateRegistered', 'TemplateVersionPublished', 'TemplateVersionActivated', 'TemplateRolledBack'],
  tables: [TemplateRow, TemplateVersionRow, TemplateActivationRow],
  project: async (events, tables) => {
    const ids = new Set(events.map(({ data }) => data.templateId));
    const templates = new Map((await tables.find(TemplateRow, 'templateId', ids)).map((row) => [row.templateId, row]));
    const versions: TemplateVersionRow[] = [];
    const activations: TemplateActivationRow[] = [];
    for (const event of events) {
      const { position } = event;
      switch (event.type) {
        case 'TemplateRegistered':
          templates.set(event.data.templateId, { ...event.data, position, activeVersion: null });
          break;
        case 'TemplateVersionPublished':
          versions.push(versionRow(event));
          break;
        case 'TemplateVersionActivated':
        case 'TemplateRolledBack': {
          const activation = activationRow(event);
          const template = templates.get(activation.templateId);
          if (template !== undefined) template.activeVersion = activation.version;
          activations.push(activation);
        }
      }
    }
    await tables.upsert(TemplateRow, [...templates.values()]);
    await tables.insert(TemplateVersionRow, versions);
    await tables.insert(TemplateActivationRow, activations);
  },
};
