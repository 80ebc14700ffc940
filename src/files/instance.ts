import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../domain/decider.js';
import { attempt, errnoOf } from './refusals.js';

// Printable ASCII without spaces: the id stands in every event, in logs and in subjects of messages.
const ID = /^[!-~]{1,128}$/;

const valid = (id: string, field: string, where: string): string => {
  if (ID.test(id)) return id;
  throw new DomainError('INSTANCE_ID_INVALID', `${where} is not an instance id: it must be 1 to 128 printable characters without spaces`, {
    field,
    hint: 'use a name such as build-server-1',
  });
};

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Appears in full or not at all, and only the first of several processes gets to name it. */
const create = (path: string): void => {
  const draft = `${path}.${process.pid}-${randomUUID().slice(0, 8)}`;
  writeFileSync(draft, `${randomUUID()}\n`, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
};

/**
 * The id of this installation: `FORMWORK_INSTANCE_ID`, else a random one made once and kept in the home. Processes that
 * start at the same time agree on it.
 */
export const instanceId = (home: string, env: NodeJS.ProcessEnv): string => {
  if (env.FORMWORK_INSTANCE_ID) return valid(env.FORMWORK_INSTANCE_ID, 'FORMWORK_INSTANCE_ID', 'FORMWORK_INSTANCE_ID');
  const path = join(home, 'instance-id');
  const id = attempt(
    `keep the instance id in ${home}`,
    () => {
      const kept = readIfThere(path);
      if (kept !== undefined) return kept;
      create(path);
      return readFileSync(path, 'utf8').trim();
    },
    'FORMWORK_HOME',
  );
  return valid(id, 'FORMWORK_HOME', `the content of ${path}`);
};
