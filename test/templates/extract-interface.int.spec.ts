import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answerTo, casesOf, describeCase, folderOf, writeCases, type Case } from './support/cases.js';
import { formattedAndWritten } from './support/prettier.js';
import { compile, linkPackages, STRICT, writePackageJson } from './support/typescript.js';

const ORDER = 'export interface Order {\n  readonly id: string;\n}\n';
const FITTING = `import type { Order } from './order.js';

export class SqlOrderStore {
  private readonly orders = new Map<string, Order>();

  add(order: Order): void {
    this.orders.set(order.id, order);
  }

  find(id: string): Promise<string | undefined> {
    return Promise.resolve(this.orders.get(id)?.id);
  }

  clear(): void {
    this.orders.clear();
  }
}
`;

describe('extract-interface', () => {
  let cases: readonly Case[];
  let folder: string;

  const pathOf = (present: Case) => join(folderOf(folder, present), present.files[0]!.path);

  /** Puts a class where each case expects it. */
  const writeClass = async (source: string) => {
    for (const present of cases) {
      const target = join(folderOf(folder, present), answerTo('input', present));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, source);
      await writeFile(join(dirname(target), 'order.ts'), ORDER);
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formwork-test-'));
    cases = await casesOf('extract-interface');
    await writeCases(folder, cases);
    await linkPackages(folder);
    await writePackageJson(folder, { type: 'module' });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is as Prettier writes it', async () => {
    const { formatted, written } = await formattedAndWritten(cases, () => true, { singleQuote: true });

    expect(written).toEqual(formatted);
  });

  it('compiles beside a class that fits', async () => {
    await writeClass(FITTING);

    expect(compile(cases.map(pathOf), { ...STRICT, noEmit: true })).toBe('');
  });

  it('does not compile beside a class that no longer fits', async () => {
    await writeClass('export class SqlOrderStore {}\n');

    for (const present of cases)
      expect({ case: describeCase(present), complaint: compile([pathOf(present)], { ...STRICT, noEmit: true }) }).toMatchObject({
        complaint: expect.stringMatching(/'SqlOrderStore' does not satisfy|'SqlOrderStore' is missing|TS2344|TS2741|TS2739/),
      });
  });
});
