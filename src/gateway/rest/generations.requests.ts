import { Flag, Fraction, JsonMap, Moment, OneOf, Repeatable, Sha256, Text } from './fields.js';
import { CommandBody, PageQuery } from './requests.js';

const PROJECT = /^[\p{L}\p{N}\p{P}\p{S}]{1,128}$/u;

export class GenerateBody extends CommandBody {
  @Text({ description: 'Template id.', max: 128, example: 'elixir-genserver-cache' })
  templateId!: string;

  @Text({ description: 'A published version; the active one unless said otherwise.', max: 128, optional: true })
  version?: string;

  @JsonMap({
    description: 'Answers by question name; questions that are not answered take their defaults.',
    optional: true,
    example: { use_ets: true },
  })
  answers?: Record<string, unknown>;

  @Text({ description: 'What the code is for; recorded with the generation.', optional: true })
  task?: string;

  @Text({
    description:
      'Absolute path of a folder on the machine of the service. Without it the files are rendered, recorded, and returned in the answer.',
    optional: true,
  })
  destination?: string;

  @Text({
    description: 'Project that the returned files go to, where there is no destination to tell it by.',
    max: 128,
    pattern: PROJECT,
    message: 'must be one word',
    optional: true,
  })
  project?: string;

  @Flag({ description: 'Overwrite existing files.', optional: true })
  force?: boolean;

  @Flag({ description: 'Render and plan only: nothing is written, nothing recorded.', optional: true })
  dryRun?: boolean;
}

export class GenerationPath {
  @Text({ description: 'Id of a generation.', max: 64, example: '0198f7a0-0000-7000-8000-000000000000' })
  generationId!: string;
}

export class OutcomeBody extends CommandBody {
  @Flag({ description: 'Whether the code works.' })
  success!: boolean;

  @Text({
    description: 'Who says so; the latest outcome of each source counts. `user` unless said otherwise.',
    max: 64,
    optional: true,
    example: 'ci',
  })
  source?: string;

  @Fraction({ description: 'Quality.', min: 0, max: 1, optional: true })
  score?: number;

  @Text({ description: 'What happened.', max: 10_000, optional: true })
  message?: string;

  @Text({ description: 'A log to keep with it.', max: 8 * 1024 * 1024, optional: true })
  log?: string;

  @Flag({ description: 'The failure says nothing about the template: a time-out, the network, a missing tool.', optional: true })
  infrastructure?: boolean;
}

export class ListGenerationsQuery extends PageQuery {
  @Text({ description: 'Template id.', max: 128, optional: true })
  template?: string;

  @Text({ description: 'Template version.', max: 128, optional: true })
  version?: string;

  @Text({ description: 'Id of the instance that generated.', max: 128, optional: true })
  instance?: string;

  @Text({ description: 'Project generated into.', max: 128, optional: true })
  project?: string;

  @Moment({ description: 'Requested at or after.', optional: true })
  since?: string;

  @Moment({ description: 'Requested before.', optional: true })
  until?: string;

  @Text({ description: 'Path of a generated file.', optional: true })
  file?: string;

  @Sha256({ description: 'Hash of a generated file.', optional: true })
  sha256?: string;

  @Repeatable({
    description: 'name=value, where the value is JSON or plain text; several must all hold.',
    pattern: /^[^=]+=/,
    message: 'must be of the form name=value',
    optional: true,
  })
  answer?: string[];

  @OneOf(['requested', 'completed', 'failed'], { description: 'How far it came.', optional: true })
  status?: 'requested' | 'completed' | 'failed';
}
