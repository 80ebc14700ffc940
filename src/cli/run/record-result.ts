import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readContent } from '../../commands/content.js';
import { recordRun, type RunReport } from '../../commands/record-run.js';
import type { Position } from '../../eventstore/event-store.js';
import type { CommandResult } from '../../files/run-command.js';
import { groupBy } from '../../projections/group-by.js';
import type { Invocation } from '../invocation.js';
import { withReadModels } from '../read-models.js';
import { withFormwork, type Session } from '../with-formwork.js';
import { firstErrorLine } from './error-line.js';
import { filesNamedIn } from './named-files.js';
import { standingFiles, type StandingFile } from './standing-generations.js';
import { secretsWritten, withoutSecrets, type Secrets } from './written-secrets.js';

/** A generation that the command concerned, with its files that stand, from the present folder. */
export type ConcernedGeneration = Pick<StandingFile, 'generationId' | 'templateId' | 'templateVersion'> & {
  readonly files: readonly string[];
};

export type RecordedRun = {
  readonly success: boolean;
  readonly message: string;
  readonly infrastructure?: true;
  /** SHA-256 of the log. */
  readonly log?: string;
  readonly position?: Position;
  readonly items: readonly ConcernedGeneration[];
  /** How many generations stand in the project, whether the output names them or not. */
  readonly standing: number;
  /** Files that the output of a failure names. */
  readonly named: readonly string[];
};

/** Time-outs (`timeout` ends with 124), commands that were not there, ends from outside: they say nothing about the code. */
const INFRASTRUCTURE: ReadonlySet<number> = new Set([124, 126, 127, 128 + 1, 128 + 9, 128 + 15]);

const messageOf = ({ exitStatus, signal }: CommandResult, log: string): string => {
  if (signal !== undefined) return `ended by ${signal}`;
  return (exitStatus === 0 ? undefined : firstErrorLine(log)) ?? `exit status ${exitStatus}`;
};

const secretsOf = async ({ formwork }: Session, files: readonly StandingFile[]): Promise<Secrets> => {
  const secrets = new Map<string, string>();
  for (const { path, sha256 } of files.filter(({ hasSecrets }) => hasSecrets)) {
    const stored = Buffer.from(await readContent(formwork.ports.store, sha256)).toString('utf8');
    for (const [value, mark] of secretsWritten(stored, readFileSync(path, 'utf8'))) secrets.set(value, mark);
  }
  return secrets;
};

const generationsOf = (files: readonly StandingFile[]): ConcernedGeneration[] =>
  [...groupBy(files, ({ generationId }) => generationId)].map(([generationId, [first, ...rest]]) => ({
    generationId,
    templateId: first!.templateId,
    templateVersion: first!.templateVersion,
    files: [first!, ...rest].map(({ path }) => relative('', path) || basename(path)),
  }));

/** A success is all generations' own; a failure that of the generations whose files its output names, where it names any. */
const concerned = (success: boolean, log: string, files: readonly StandingFile[], root: string) => {
  const named = success ? [] : filesNamedIn(log, files, { root, cwd: process.cwd() });
  const ids = new Set(named.map(({ generationId }) => generationId));
  return { named, files: named.length === 0 ? files : files.filter(({ generationId }) => ids.has(generationId)) };
};

/**
 * Records how a command went for the generations that it concerned: those whose files still stand in the project. The log is kept as plain
 * text, without colours, and without the secrets that generated files hold.
 */
export const recordResult = (
  invocation: Invocation,
  result: CommandResult,
  report: Pick<RunReport, 'source' | 'score'>,
): Promise<RecordedRun> =>
  withFormwork(invocation, async (session) => {
    const { formwork, project, metadata } = session;
    const files = await withReadModels(formwork, (db) => standingFiles(db, project));
    const log = withoutSecrets(stripVTControlCharacters(result.log), await secretsOf(session, files));
    const { exitStatus, seconds } = result;
    const success = exitStatus === 0;
    const outcome = {
      success,
      message: messageOf(result, log),
      ...(!success && INFRASTRUCTURE.has(exitStatus) && { infrastructure: true as const }),
    };
    const narrowed = concerned(success, log, files, project.root);
    const items = generationsOf(narrowed.files);
    const standing = new Set(files.map(({ generationId }) => generationId)).size;
    const named = narrowed.named.map(({ path }) => relative('', path));
    if (items.length === 0) return { ...outcome, items, standing, named };
    const ids = items.map(({ generationId }) => generationId);
    const recorded = await recordRun(formwork.ports, ids, { ...report, ...outcome, exitStatus, seconds }, log, metadata);
    return { ...outcome, ...recorded, items, standing, named };
  });
