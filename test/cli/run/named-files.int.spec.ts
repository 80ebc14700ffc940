import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesNamedIn } from '../../../src/cli/run/named-files.js';
import { temporaryFolder } from '../../support/temporary.js';

const root = '/home/ada/shop';
const file = (path: string, generationId = path) => ({ path: `${root}/${path}`, generationId });
const cache = file('lib/cache.ex');
const queue = file('packages/queue/src/queue.ts');
const spaced = file('my app/lib/store.ex');
const [oneIndex, otherIndex] = [file('packages/queue/src/index.ts'), file('packages/cart/src/index.ts')];
const files = [cache, queue, spaced, oneIndex, otherIndex];

const named = (output: string, { cwd = root, among = files } = {}) =>
  filesNamedIn(output, among, { root, cwd }).map(({ path }) => path.slice(root.length + 1));

describe('The files that the output of a command names', () => {
  it.each([
    ['the project’s folder', '** (CompileError) lib/cache.ex:12: undefined variable "x"'],
    ['a dot', './lib/cache.ex:12'],
    ['a folder of the machine', `    at init (${root}/lib/cache.ex:3:1)`],
    ['a URL', `file://${root}/lib/cache.ex`],
    ['an application’s name', '    (shop 0.1.0) lib/cache.ex:12: Shop.Cache.get/1'],
    ['quotes', 'File "lib/cache.ex", line 3'],
    ['a diagnostic’s brackets', 'lib/cache.ex(12,3): error TS2304'],
    ['another system’s slashes', String.raw`C:\home\ada\shop\lib\cache.ex:1`],
    ['the end of a sentence', 'could not load lib/cache.ex.'],
    ['nothing: a name that only one has', 'error in cache.ex'],
  ])('are known by their path after %s', (_, output) => expect(named(output)).toEqual(['lib/cache.ex']));

  it.each([
    ['a longer name', 'lib/cache.exs:1 lib/cache.ex.template-answers.yml'],
    ['a longer beginning', 'other-lib/cache.ex:1 mylib/cache.ex'],
    ['a file in another folder', 'test/cache.ex:1'],
    ['a file elsewhere on the machine', '/usr/lib/elixir/lib/cache.ex:1'],
    ['a folder', 'lib/cache.ex/part'],
  ])('are not known by %s', (_, output) => expect(named(output)).toEqual([]));

  it('are known by their path from the present folder', () => {
    expect(named('src/queue.ts:3', { cwd: `${root}/packages/queue` })).toEqual(['packages/queue/src/queue.ts']);
    expect(named('../../lib/cache.ex', { cwd: `${root}/packages/queue` })).toEqual(['lib/cache.ex']);
    expect(named('src/index.ts', { cwd: `${root}/packages/cart` })).toEqual(['packages/cart/src/index.ts']);
  });

  it('are known by the end of their path where that can be one generation’s only', () => {
    expect(named('src/queue.ts:3')).toEqual(['packages/queue/src/queue.ts']);
    expect(named('src/index.ts:3')).toEqual([]);
    expect(named('queue/src/index.ts:3')).toEqual(['packages/queue/src/index.ts']);
    const together = [file('a/index.ts', 'same'), file('b/index.ts', 'same')];
    expect(named('index.ts:3', { among: together })).toEqual(['a/index.ts', 'b/index.ts']);
  });

  it('are not known by a name that is that of another file', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'cache.ex'), '');
    expect(named('error in cache.ex', { cwd })).toEqual([]);
  });

  it('may lie in folders with spaces', () => expect(named('my app/lib/store.ex:1')).toEqual(['my app/lib/store.ex']));

  it('are all that are named', () =>
    expect(named('lib/cache.ex:1\nlib/cache.ex:2\nqueue/src/queue.ts')).toEqual(['lib/cache.ex', 'packages/queue/src/queue.ts']));
});
