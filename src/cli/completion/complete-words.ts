import { existsSync, readFileSync } from 'node:fs';
import type { Argument, Command, Option } from 'commander';
import { ANSWERS_FILE_SUFFIX } from '../../commands/draft-generation.js';
import type { Looking } from '../../composition.js';
import { NOTHING, type Candidate, type Completions } from './candidate.js';
import { completeAnswer } from './complete-answer.js';
import { cursorAt, type Cursor } from './cursor.js';
import { KnownTemplates } from './known-templates.js';

const verbsOf = (command: Command): readonly Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((verb) => ({ value: verb.name(), description: verb.description() }));

const isRepeatable = ({ defaultValue }: Option): boolean => Array.isArray(defaultValue);

const optionsOf = ({ command, options, word }: Cursor): readonly Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => isRepeatable(option) || !options.has(option.long ?? option.short ?? ''))
    .map(({ long, short, description }) => ({ value: (word.startsWith('--') ? long : (long ?? short)) ?? '', description }));

/** The template that the verb is about: `id@version`, or a file that was generated from it. */
const templateOf = async ({ given }: Cursor): Promise<string | undefined> => {
  const [named] = given;
  if (named === undefined) return undefined;
  const answersPath = `${named}${ANSWERS_FILE_SUFFIX}`;
  if (!existsSync(answersPath)) return named;
  const { parseAnswersFile } = await import('../../templating/parse-answers.js');
  const { templateId, templateVersion } = parseAnswersFile(readFileSync(answersPath, 'utf8'), answersPath);
  return `${templateId}@${templateVersion}`;
};

const completeReference = async (templates: KnownTemplates, word: string, needsVersion: boolean): Promise<Completions> => {
  const at = word.lastIndexOf('@');
  if (at < 0) {
    const candidates = await templates.all();
    return needsVersion
      ? { candidates: candidates.map(({ value, ...rest }) => ({ value: `${value}@`, ...rest })), goesOn: true }
      : { candidates };
  }
  const id = word.slice(0, at);
  return { candidates: (await templates.versions(id)).map(({ value, ...rest }) => ({ value: `${id}@${value}`, ...rest })) };
};

const completeVersion = async (templates: KnownTemplates, cursor: Cursor): Promise<Completions> => {
  const template = await templateOf(cursor);
  return template === undefined ? NOTHING : { candidates: await templates.versions(template.replace(/@.*/s, '')) };
};

const completeAnswerFor = async (templates: KnownTemplates, cursor: Cursor): Promise<Completions> => {
  const template = await templateOf(cursor);
  if (template === undefined) return NOTHING;
  const given = [...(cursor.options.get('--answer') ?? [])];
  return completeAnswer(await templates.questions(template), cursor.word, given);
};

/** By the name under which a value stands in the help. */
const completeKind = async (kind: string, cursor: Cursor, templates: KnownTemplates): Promise<Completions> => {
  switch (kind) {
    case 'id':
    case 'id[@version]':
      return completeReference(templates, cursor.word, false);
    case 'id@version':
    case 'from':
    case 'to':
      return completeReference(templates, cursor.word, true);
    case 'version':
      return completeVersion(templates, cursor);
    case 'name=value':
      return completeAnswerFor(templates, cursor);
    case 'file':
      return { candidates: [], byShell: { kind: 'files' } };
    case 'dir':
    case 'dest':
      return { candidates: [], byShell: { kind: 'folders' } };
    default:
      return NOTHING;
  }
};

/** `file|id`: all that either could be. */
const completeAny = async (kinds: string, cursor: Cursor, templates: KnownTemplates): Promise<Completions> => {
  const all = await Promise.all(kinds.split('|').map((kind) => completeKind(kind, cursor, templates)));
  const byShell = all.find((some) => some.byShell?.kind === 'files')?.byShell ?? all.find((some) => some.byShell !== undefined)?.byShell;
  return {
    candidates: all.flatMap(({ candidates }) => candidates),
    goesOn: all.some(({ goesOn }) => goesOn),
    ...(byShell !== undefined && { byShell }),
  };
};

const NAMED_VALUE = /<(.+)>|\[(.+)\]$/;

const completeValue = ({ argChoices, flags }: Option, cursor: Cursor, templates: KnownTemplates): Promise<Completions> | Completions => {
  if (argChoices !== undefined) return { candidates: argChoices.map((value) => ({ value })) };
  const [, required, optional] = NAMED_VALUE.exec(flags) ?? [];
  return completeAny(required ?? optional ?? '', cursor, templates);
};

const completeArgument = (
  argument: Argument | undefined,
  cursor: Cursor,
  templates: KnownTemplates,
): Promise<Completions> | Completions => {
  const { command } = cursor;
  if (command.commands.length > 0) return { candidates: cursor.given.length === 0 ? verbsOf(command) : [] };
  if (argument === undefined) return NOTHING;
  if (argument.argChoices !== undefined) return { candidates: argument.argChoices.map((value) => ({ value })) };
  return completeAny(argument.name(), cursor, templates);
};

const completeAt = (cursor: Cursor, templates: KnownTemplates): Promise<Completions> | Completions => {
  const { expects, wrapped } = cursor;
  if (wrapped !== undefined) return { candidates: [], byShell: { kind: 'command', word: wrapped } };
  switch (expects.kind) {
    case 'option':
      return { candidates: optionsOf(cursor) };
    case 'value':
      return completeValue(expects.option, cursor, templates);
    case 'argument':
      return completeArgument(expects.argument, cursor, templates);
  }
};

/** What the last of `words`, which come after the program's own name, could be. It is read off the verbs as they are declared for the help. */
export const completeWords = async (program: Command, words: readonly string[], look: () => Promise<Looking>): Promise<Completions> => {
  const cursor = cursorAt(program, words);
  const { candidates, ...rest } = await completeAt(cursor, new KnownTemplates(look));
  const fitting = candidates.filter(({ value }) => value.startsWith(cursor.word));
  return { candidates: fitting.map(({ value, ...more }) => ({ value: `${cursor.prefix}${value}`, ...more })), ...rest };
};
