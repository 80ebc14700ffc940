import { describe, expect, it } from '@jest/globals';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary.js';
import { sharedTestService, type Problem, type TestService } from './support/service.js';

const ANSWERS = { input: 'src/a.ts', holder: 'Ann', year: 2026 };
const SOURCE = 'export {};\n';
const REWRITTEN = `// SPDX-FileCopyrightText: 2026 Ann\n// SPDX-License-Identifier: MIT\n\n${SOURCE}`;

const withSource = async () => {
  const destination = await realpath(await temporaryFolder());
  await mkdir(join(destination, 'src'));
  await writeFile(join(destination, 'src/a.ts'), SOURCE);
  await writeFile(join(destination, 'src/b.ts'), SOURCE);
  return { destination, read: () => readFile(join(destination, 'src/a.ts'), 'utf8') };
};

type Generation = { readonly generationId: string; readonly input: object };
const send = <Body = Generation>(service: TestService, body: object, key?: string) =>
  service.post<Body>('/v1/generations', {
    body: { templateId: 'licence-header', answers: ANSWERS, ...body },
    ...(key !== undefined && { key }),
  });

describe('a template that works on an existing file, over REST', () => {
  const running = sharedTestService();

  it('is refused without the folder in which the file lies', async () => {
    const { status, body } = await send<Problem>(running(), {});
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'INPUT_WITHOUT_DESTINATION', field: 'destination' } });
  });

  it('says which question names no file', async () => {
    const { destination } = await withSource();
    const { status, body } = await send<Problem>(running(), { destination, answers: { ...ANSWERS, input: 'none.ts' } });
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'INPUT_MISSING', field: 'input' } });
  });

  it('shows what it would do with dryRun, and leaves the file as it is', async () => {
    const { destination, read } = await withSource();
    const { body } = await send(running(), { destination, dryRun: true });
    expect(body).toMatchObject({ files: [{ path: 'src/a.ts', state: 'overwritten', content: REWRITTEN }] });
    expect(await read()).toBe(SOURCE);
  });

  it('rewrites the file once, however often the same command is sent', async () => {
    const { destination, read } = await withSource();
    const all = await Promise.all(Array.from({ length: 4 }, () => send(running(), { destination }, `header-${destination}`)));
    all.push(await send(running(), { destination }, `header-${destination}`));
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(all.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(all[0]!.body.input).toMatchObject({ path: 'src/a.ts', bytes: SOURCE.length });
    expect(await read()).toBe(REWRITTEN);
    const { body } = await send<Problem>(running(), { destination, answers: { ...ANSWERS, input: 'src/b.ts' } }, `header-${destination}`);
    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
