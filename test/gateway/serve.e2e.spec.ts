import { describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { openCli, type Cli, type RunOptions } from '../support/cli.js';
import { afterThisTest } from '../support/temporary.js';
import { sendUntilReceived } from './support/under-way.js';

type Served = { readonly url: string; readonly process: ChildProcess; readonly stop: () => Promise<number | null> };

const serve = async (cli: Cli, options?: RunOptions): Promise<Served> => {
  const process = cli.start(['serve', '--http-port', '0', '--json'], options);
  const exited = once(process, 'exit') as Promise<[number | null]>;
  afterThisTest(async () => {
    if (process.exitCode === null && process.signalCode === null) process.kill('SIGKILL');
    await exited;
  });
  const [line] = (await once(createInterface({ input: process.stdout! }), 'line')) as [string];
  const { url } = JSON.parse(line) as { readonly url: string };
  const stop = async () => {
    process.kill('SIGTERM');
    return (await exited)[0];
  };
  return { url, process, stop };
};

const getJson = async <Body>(url: string): Promise<Body> => (await (await fetch(url)).json()) as Body;

const post = async <Body>(url: string, body: object, key?: string): Promise<Body> =>
  (await (
    await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    })
  ).json()) as Body;

type Generation = { readonly generationId: string; readonly position: string };

describe('formwork serve', () => {
  it('works on one home with the command line at the same time, each seeing what the other does', async () => {
    const cli = await openCli();
    const { url, stop } = await serve(cli);
    const byCli = await cli.json<Generation>(['generate', 'elixir-genserver-cache', 'by-cli']);
    expect((await getJson<Generation>(`${url}/v1/generations/${byCli.generationId}?after=${byCli.position}`)).generationId).toBe(
      byCli.generationId,
    );
    const byRest = await post<Generation>(`${url}/v1/generations`, {
      templateId: 'elixir-genserver-cache',
      destination: `${cli.cwd}/by-rest`,
    });
    expect(await cli.json(['trace', 'by-rest/lib/cache.ex', '--verify'])).toMatchObject({
      generation: { generationId: byRest.generationId },
      verification: { identical: true },
    });
    expect(await cli.json(['stats', 'elixir-genserver-cache'])).toMatchObject({ items: [{ generations: 2 }] });
    expect(await stop()).toBe(0);
  });

  it('answers what is under way when it is asked to stop, and ends with 0', async () => {
    const cli = await openCli();
    const { url, process, stop } = await serve(cli);
    const { position } = await cli.json<Generation>(['generate', 'elixir-genserver-cache', 'first']);
    const { answer } = await sendUntilReceived<{ items: Generation[] }>(`${url}/v1/generations?after=${BigInt(position) + 1n}`);
    const stopped = stop();
    const second = await cli.json<Generation>(['generate', 'elixir-genserver-cache', 'second']);
    expect(await answer).toMatchObject({ status: 200, body: { items: [{ generationId: second.generationId }, {}] } });
    expect(await stopped).toBe(0);
    expect(process.signalCode).toBeNull();
  });

  it('answers a command that was sent before it was killed as it did then', async () => {
    const cli = await openCli();
    const wish = { templateId: 'elixir-genserver-cache', destination: `${cli.cwd}/app` };
    const before = await serve(cli);
    const first = await post(`${before.url}/v1/generations`, wish, 'before the crash');
    before.process.kill('SIGKILL');
    await once(before.process, 'exit');
    const after = await serve(cli);
    expect(await post(`${after.url}/v1/generations`, wish, 'before the crash')).toEqual(first);
    expect(await cli.events('GenerationRequested')).toHaveLength(1);
  });

  it('says in one sentence that its port is taken', async () => {
    const cli = await openCli();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterThisTest(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await cli.json(['serve'], { status: 1, env: { FORMWORK_HTTP_PORT: String(port) } })).toEqual({
      error: { code: 'PORT_IN_USE', message: `port ${port} of 127.0.0.1 is in use`, field: 'FORMWORK_HTTP_PORT', hint: expect.any(String) },
    });
  });

  it('does not let other machines in', async () => {
    const cli = await openCli();
    const { status, stdout, stderr } = await cli.run(['serve', '--http-port', '0'], { env: { FORMWORK_HOST: '0.0.0.0' } });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^formwork: "0\.0\.0\.0" can be reached from other machines/);
  });

  it('says where it is and where its description is', async () => {
    const cli = await openCli();
    const process = cli.start(['serve', '--http-port', '0']);
    const [line] = (await once(createInterface({ input: process.stderr! }), 'line')) as [string];
    expect(line).toMatch(/^Formwork serves http:\/\/127\.0\.0\.1:\d+; its description is at http:\/\/127\.0\.0\.1:\d+\/docs$/);
    process.kill('SIGINT');
    expect(await once(process, 'exit')).toEqual([0, null]);
  });
});
