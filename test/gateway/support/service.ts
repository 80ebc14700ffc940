import { afterAll, beforeAll } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishShipped } from '../../../src/commands/templates.js';
import { openFormwork, type Formwork } from '../../../src/composition.js';
import { startService, type ServiceOptions } from '../../../src/gateway/service.js';
import { afterThisTest, temporaryFolder } from '../../support/temporary.js';
import { DescribedApi, type OpenApi } from './openapi.js';

export type Answer<Body = Record<string, never>> = { readonly status: number; readonly headers: Headers; readonly body: Body };
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly hint?: string;
  readonly correlationId: string;
};
export type Send = { readonly body?: unknown; readonly key?: string; readonly headers?: Readonly<Record<string, string>> };

/** A service that listens, in a home of its own. Every answer is held against the API's own description. */
export type TestService = {
  readonly url: string;
  readonly home: string;
  readonly formwork: Formwork;
  get<Body>(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer<Body>>;
  post<Body>(path: string, send?: Send): Promise<Answer<Body>>;
  readonly close: () => Promise<void>;
};

const packageRoot = new URL('../../../', import.meta.url);

const open = async (home: string, options: Partial<ServiceOptions> = {}): Promise<TestService> => {
  const formwork = await openFormwork({ FORMWORK_HOME: home }, packageRoot);
  await publishShipped(formwork.ports, formwork.metadata('test'));
  const service = await startService(formwork, { address: { host: '127.0.0.1', port: 0 }, version: '0.0.0', ...options });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= service.close().then(() => formwork.close()));
  const api = new DescribedApi((await (await fetch(`${service.url}/docs/openapi.json`)).json()) as OpenApi);
  const request = async <Body>(method: string, path: string, init: RequestInit): Promise<Answer<Body>> => {
    const response = await fetch(`${service.url}${path}`, { method, ...init });
    const text = await response.text();
    const body = JSON.parse(text) as Body;
    api.check(method, new URL(response.url).pathname, response.status, (response.headers.get('content-type') ?? '').split(';')[0]!, body);
    return { status: response.status, headers: response.headers, body };
  };
  return {
    ...{ url: service.url, home, formwork, close },
    get: (path, headers = {}) => request('GET', path, { headers }),
    post: (path, { body, key, headers = {} } = {}) =>
      request('POST', path, {
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...headers,
        },
      }),
  };
};

/** For one test. */
export const startTestService = async (options: Partial<ServiceOptions> & { readonly home?: string } = {}): Promise<TestService> => {
  const { home = await temporaryFolder(), ...rest } = options;
  const service = await open(home, rest);
  afterThisTest(service.close);
  return service;
};

/** One for all tests of a file that can live beside each other. */
export const sharedTestService = (options: Partial<ServiceOptions> = {}): (() => TestService) => {
  let service: TestService | undefined;
  beforeAll(async () => void (service = await open(await mkdtemp(join(tmpdir(), 'formwork-test-')), options)));
  afterAll(async () => {
    await service!.close();
    await rm(service!.home, { recursive: true, force: true });
  });
  return () => service!;
};

export type TemplateSource = {
  readonly id?: string;
  readonly version?: string;
  readonly questions?: readonly unknown[];
  readonly files?: Readonly<Record<string, string>>;
};

/** A template folder as it is uploaded; its bodies are written to paths of the same names. */
export const uploadOf = ({
  id = 'greeting',
  version = '1.0.0',
  questions = [],
  files = { 'hello.txt': 'Hello!\n' },
}: TemplateSource = {}) => {
  const manifest = {
    ...{ id, spec_version: version, description: 'A greeting.', language: 'text', kind: 'file', questions },
    files: Object.keys(files).map((path) => ({ path, template: `${path}.mustache` })),
  };
  return [
    { path: 'template.json', content: JSON.stringify(manifest) },
    ...Object.entries(files).map(([path, content]) => ({ path: `${path}.mustache`, content })),
  ];
};

export const name = { name: 'name', type: 'string', prompt: 'Whom to greet?', default: 'world' };
export const greeting: TemplateSource = { questions: [name], files: { 'hello.txt': 'Hello, {{name}}!\n' } };
