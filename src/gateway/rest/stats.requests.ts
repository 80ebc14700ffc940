import { Moment, OneOf, Text } from './fields.js';
import { AfterQuery } from './requests.js';

export class StatsQuery extends AfterQuery {
  @Text({ description: 'Only this template.', max: 128, optional: true })
  template?: string;

  @Text({ description: 'Only this version.', max: 128, optional: true })
  version?: string;

  @Text({ description: 'Only what this instance generated.', max: 128, optional: true })
  instance?: string;

  @Text({ description: 'Only what was generated into this project.', max: 128, optional: true })
  project?: string;

  @Moment({ description: 'Requested at or after.', optional: true })
  since?: string;

  @Moment({ description: 'Requested before.', optional: true })
  until?: string;

  @OneOf(['template', 'version'], {
    description: 'One item for each of these; `version` where a template is named, else `template`.',
    optional: true,
  })
  by?: 'template' | 'version';
}
