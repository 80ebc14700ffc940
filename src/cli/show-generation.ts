import { join, relative } from 'node:path';
import type { Draft } from '../commands/draft-generation.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import type { WritePlan } from '../commands/ports.js';
import { bold, dim, green } from './output.js';
import type { Prepared } from './prepared.js';

const describeState: Readonly<Record<WritePlan['files'][number]['state'], string>> = {
  created: 'new',
  overwritten: 'overwritten',
  unchanged: 'unchanged',
  skipped: 'kept as it is',
};

/** What `--dry-run` says with `--json`. */
export const dryRunDocument = ({ version, draft, plan }: Prepared) => ({
  dryRun: true,
  templateId: version.templateId,
  templateVersion: version.version,
  destination: plan.destination,
  answers: draft.answers,
  files: plan.files.map(({ path, state }) => ({ path, state, content: contentOf(draft, path) })),
});

const contentOf = (draft: Draft, path: string): string | undefined => {
  const file = draft.files.find((candidate) => candidate.path === path);
  return file === undefined ? undefined : Buffer.from(file.stored ?? file.bytes).toString('utf8');
};

export const dryRunLines = ({ draft, plan }: Prepared): string[] => [
  ...plan.files.flatMap(({ path, state }) => {
    const content = contentOf(draft, path);
    return content === undefined ? [] : [bold(`── ${path} (${describeState[state]}) ──`), content.replace(/\n$/, '')];
  }),
  dim('dry run: nothing was written, nothing recorded'),
];

export const generatedLines = ({ templateId, templateVersion, files, generationId }: GenerationDocument, destination: string): string[] => [
  ...files.map(({ path, state }) => `  ${green(state === 'created' ? '+' : state === 'overwritten' ? '~' : '=')} ${path}`),
  `Generated ${files.length === 1 ? '1 file' : `${files.length} files`} from ${bold(`${templateId}@${templateVersion}`)} in ${destination}`,
  dim(`generation ${generationId}; tell how it went: formwork outcome ${relative('', join(destination, files[0]?.path ?? ''))} --success`),
];
