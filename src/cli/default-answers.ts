import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { DomainError } from '../domain/decider.js';
import type { AnswerSources, AnswerValues } from '../templating/answers.js';
import type { Json } from '../templating/manifest.js';

const FILE = 'defaults.yml';

const isMapping = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `defaults:` for every template, `templates: ID:` for one of them, which wins. */
const readDefaults = async (path: string, templateId: string): Promise<AnswerValues> => {
  const { parseAnswers } = await import('../templating/parse-answers.js');
  const { defaults = {}, templates = {}, ...others } = parseAnswers(readFileSync(path, 'utf8'), path);
  const own = isMapping(templates) ? (templates[templateId] ?? {}) : undefined;
  const [stranger] = Object.keys(others);
  if (stranger === undefined && isMapping(defaults) && isMapping(own)) return { ...defaults, ...own };
  throw new DomainError(
    'DEFAULTS_INVALID',
    `${path}: ${stranger === undefined ? '"defaults" and "templates" hold names and values' : `there is no section "${stranger}"`}`,
    {
      field: stranger ?? 'defaults',
      hint: 'write "defaults:" with "name: value" lines for all templates, and "templates:" with template ids for single ones',
    },
  );
};

const userFile = (env: NodeJS.ProcessEnv): string => join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'formwork', FILE);

/** The nearest `.formwork/defaults.yml` from a folder upwards; the folder need not exist yet. */
const workspaceFile = (folder: string): string | undefined => {
  const path = join(folder, '.formwork', FILE);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : workspaceFile(dirname(folder));
};

/** Defaults that a user and a workspace prefer to the template's own; a preference that does not fit a question is told and passed over. */
export const defaultAnswers = async (
  templateId: string,
  destination: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Pick<AnswerSources, 'userDefaults' | 'workspaceDefaults'>> => {
  const user = userFile(env);
  const workspace = workspaceFile(destination);
  return {
    ...(existsSync(user) && { userDefaults: await readDefaults(user, templateId) }),
    ...(workspace !== undefined && { workspaceDefaults: await readDefaults(workspace, templateId) }),
  };
};
