import { describe, expect, it } from '@jest/globals';
import { findTemplates, type FindableTemplate, type Wanted } from '../../src/templating/find-template.js';

const template = (id: string, language: string, kind: string, description: string, ...tags: string[]): FindableTemplate => ({
  id,
  language,
  kind,
  description,
  tags,
});

const CATALOGUE = [
  template(
    'elixir-genserver-cache',
    'elixir',
    'code',
    'A key-value cache as a GenServer, with or without ETS',
    'cache',
    'genserver',
    'ets',
    'otp',
  ),
  template(
    'quality_template:elixir-production',
    'elixir',
    'code',
    'A production-quality module with types, tests and documentation',
    'module',
  ),
  template(
    'typescript-service',
    'typescript',
    'code',
    'A NestJS resource: controller, service, repository and tests',
    'nestjs',
    'crud',
    'rest',
  ),
  template('typescript-cache', 'typescript', 'code', 'An in-memory cache with a time to live', 'cache', 'lru'),
  template(
    'python-fastapi-resource',
    'python',
    'code',
    'A FastAPI resource: router, schemas, repository and tests',
    'fastapi',
    'crud',
    'rest',
  ),
  template('dockerfile-node', '', 'file', 'A multi-stage Dockerfile for a Node service', 'docker', 'container'),
  template('adr-document', 'markdown', 'documentation', 'An architecture decision record', 'adr', 'decision'),
];
const find = (wanted: Wanted) => findTemplates(CATALOGUE, wanted);

describe('finding a template for a task', () => {
  it.each<[Wanted, string]>([
    [{ task: 'create a cache', language: 'elixir' }, 'elixir-genserver-cache'],
    [{ task: 'Create a caching GenServer in Elixir' }, 'elixir-genserver-cache'],
    [{ task: 'create a cache', language: 'ts' }, 'typescript-cache'],
    [{ task: 'I need a Dockerfile' }, 'dockerfile-node'],
    [{ task: 'containers', language: 'elixir' }, 'dockerfile-node'],
    [{ task: 'a container for a Node service' }, 'dockerfile-node'],
    [{ task: 'create a cache', language: 'node' }, 'typescript-cache'],
    [{ task: 'record an architectural decision', kind: 'documentation' }, 'adr-document'],
    [{ task: 'document the decisions', kind: 'documentation' }, 'adr-document'],
    [{ task: 'new CRUD resource', language: 'Python' }, 'python-fastapi-resource'],
  ])('%j → %s', (wanted, id) => expect(find(wanted).best).toBe(id));

  it('leaves the choice to a person where several fit', () => {
    const { best, candidates } = find({ task: 'a cache' });
    expect(best).toBeUndefined();
    expect(candidates.map(({ id }) => id).sort()).toEqual(['elixir-genserver-cache', 'typescript-cache']);
    expect(candidates[0]!.matched).toEqual(['cach']);
  });

  it('finds nothing for a task that nobody knows', () => {
    expect(find({ task: 'bake bread' })).toEqual({ candidates: [] });
    expect(find({ task: 'create a cache', language: 'cobol' })).toEqual({ candidates: [] });
    expect(findTemplates([], { task: 'x' })).toEqual({ candidates: [] });
  });

  it('knows no words of its own that are also properties of objects', () => {
    expect(find({ task: 'constructor toString __proto__', language: 'constructor' })).toEqual({ candidates: [] });
  });

  it('says the same in any order of the catalogue', () => {
    const wanted = { task: 'rest resource with tests' };
    expect(findTemplates([...CATALOGUE].reverse(), wanted)).toEqual(find(wanted));
  });
});
