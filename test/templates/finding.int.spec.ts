import { describe, expect, it } from '@jest/globals';
import { findTemplates } from '../../src/templating/find-template.js';
import { shipped, shippedTemplates } from './support/cases.js';

const find = async (task: string, language?: string) => {
  const manifests = await Promise.all((await shippedTemplates.ids()).map(async (id) => (await shipped(id)).manifest));
  const templates = manifests.map(({ id, description = '', language = '', kind = 'code', tags = [] }) => ({ id, description, language, kind, tags }));
  return findTemplates(templates, { task, ...(language !== undefined && { language }) });
};

describe('a task finds its template', () => {
  it.each([
    ['create a cache', 'elixir', 'elixir-genserver-cache'],
    ['a key-value store with expiry', 'elixir', 'elixir-genserver-cache'],
    ['write a production-quality module', 'elixir', 'elixir-production'],
    ['a struct with validation for orders', 'elixir', 'elixir-production'],
    ['start a new npm package', 'typescript', 'typescript-library'],
    ['set up a library', 'typescript', 'typescript-library'],
    ['a CRUD REST resource for articles', 'typescript', 'typescript-service'],
    ['add a NestJS controller', undefined, 'typescript-service'],
    ['a CRUD REST resource for articles', 'python', 'python-fastapi-resource'],
    ['add a FastAPI endpoint', undefined, 'python-fastapi-resource'],
    ['write a Dockerfile', undefined, 'dockerfile-node'],
    ['a Docker image for a web service', undefined, 'dockerfile-node'],
    ['a Docker image for a Node service', undefined, 'dockerfile-node'],
    ['a Dockerfile for NodeJS', undefined, 'dockerfile-node'],
    ['run CI on GitHub', undefined, 'github-actions-node'],
    ['set up continuous integration', 'yaml', 'github-actions-node'],
    ['record an architecture decision', undefined, 'adr-document'],
    ['document this module', 'markdown', 'module-documentation'],
    ['extract an interface from a class', 'typescript', 'extract-interface'],
    ['put a licence header above a file', 'elixir', 'licence-header'],
    ['SPDX copyright', undefined, 'licence-header'],
    ['scaffold a hexagonal component with ports', 'typescript', 'architecture-component'],
  ])('%s (%s): %s', async (task, language, id) => {
    expect(await find(task, language)).toMatchObject({ best: id });
  });

  it('asks when several fit', async () => {
    const { best, candidates } = await find('a REST resource with CRUD endpoints');

    expect(best).toBeUndefined();
    expect(candidates.map(({ id }) => id)).toEqual(expect.arrayContaining(['python-fastapi-resource', 'typescript-service']));
  });
});
