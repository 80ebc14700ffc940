import { Flag, ListOf, OneOf, Text } from './fields.js';
import { AfterQuery, CommandBody } from './requests.js';

/** Relative, with `/`, and never out of its folder. */
const RELATIVE_PATH = /^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\\\0]+$/;
const MAX_FILES = 1_000;
const MAX_TEXT = 16 * 1024 * 1024;

export class TemplateFileBody {
  @Text({
    description: 'Path inside the template folder.',
    max: 1024,
    pattern: RELATIVE_PATH,
    message: 'must be a relative path with "/" that stays inside the folder',
    example: 'template.json',
  })
  path!: string;

  @Text({ description: 'The file itself.', min: 0, max: MAX_TEXT })
  content!: string;

  @OneOf(['utf8', 'base64'], { description: 'How `content` is written; utf8 unless said otherwise.', optional: true })
  encoding?: 'utf8' | 'base64';

  @Flag({ description: 'Whether files made from it can be executed.', optional: true })
  executable?: boolean;
}

export class PublishTemplateBody extends CommandBody {
  @ListOf(TemplateFileBody, { description: 'The template folder, `template.json` among its files.', max: MAX_FILES })
  files!: TemplateFileBody[];

  @Flag({ description: 'Make it the active version at once; the first version always is.', optional: true })
  activate?: boolean;
}

export class ActivateTemplateBody extends CommandBody {
  @Text({ description: 'A published version; `2.3` means the highest published 2.3.x.', max: 128, example: '2.4.0' })
  version!: string;
}

export class RollBackTemplateBody extends CommandBody {
  @Text({ description: 'The version to go back to; the one that was active before unless said otherwise.', max: 128, optional: true })
  to?: string;

  @Text({ description: 'Why; kept in the history.' })
  reason!: string;
}

export class TemplatePath {
  @Text({ description: 'Template id: `name` or `namespace:name`.', max: 128, example: 'elixir-genserver-cache' })
  id!: string;
}

export class VersionPath extends TemplatePath {
  @Text({ description: 'A published version; `2.3` means the highest published 2.3.x.', max: 128, example: '2.4.0' })
  version!: string;
}

export class ShowTemplateQuery extends AfterQuery {
  @Text({ description: 'The version whose questions are shown; the active one unless said otherwise.', max: 128, optional: true })
  version?: string;
}
