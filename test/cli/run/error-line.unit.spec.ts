import { describe, expect, it } from '@jest/globals';
import { firstErrorLine } from '../../../src/cli/run/error-line.js';

describe('The line of an output that says what went wrong', () => {
  it.each([
    [
      'tsc',
      "src/queue.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\nFound 1 error.",
      "src/queue.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    ],
    [
      'jest',
      'PASS test/a.spec.ts\nFAIL test/b.spec.ts\n  ● adds › two numbers\n\n    expect(received).toBe(expected)\n\nTests: 1 failed, 4 passed',
      'FAIL test/b.spec.ts',
    ],
    [
      'jest, where code throws',
      'FAIL test/b.spec.ts\n  ● adds\n\n    TypeError: x is not a function\n      at f (src/a.ts:1:2)',
      'TypeError: x is not a function',
    ],
    ['node:test', 'ok 1 - handles errors\nnot ok 2 - adds\n# fail 1', 'not ok 2 - adds'],
    [
      'mix test',
      'Compiling 1 file (.ex)\n\n  1) test get (CacheTest)\n     test/cache_test.exs:4\n     ** (UndefinedFunctionError) function Cache.get/1 is undefined',
      '** (UndefinedFunctionError) function Cache.get/1 is undefined',
    ],
    [
      'pytest',
      'collected 1 item\n\n    def test_add():\n>       assert add(1, 1) == 3\nE       assert 2 == 3\n\nFAILED test_add.py::test_add - assert 2 == 3',
      'E assert 2 == 3',
    ],
    [
      'python',
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    import nothing\nModuleNotFoundError: No module named \'nothing\'',
      "ModuleNotFoundError: No module named 'nothing'",
    ],
    [
      'rustc',
      'error[E0425]: cannot find value `x` in this scope\n --> src/main.rs:2:5',
      'error[E0425]: cannot find value `x` in this scope',
    ],
    ['go test', '--- FAIL: TestAdd (0.00s)\n    add_test.go:8: got 2\nFAIL', '--- FAIL: TestAdd (0.00s)'],
    ['go', 'panic: runtime error: index out of range [1]\n\ngoroutine 1 [running]:', 'panic: runtime error: index out of range [1]'],
    [
      'eslint',
      '/a/b.ts\n  1:7  error  "x" is assigned a value but never used  no-unused-vars\n\n✖ 1 problem (1 error, 0 warnings)',
      '1:7 error "x" is assigned a value but never used no-unused-vars',
    ],
    ['a shell', 'sh: 1: jest: not found\nnpm error code 127', 'sh: 1: jest: not found'],
    [
      'npm alone',
      'npm error Missing script: "tests"\nnpm error\nnpm error To see a list of scripts, run:',
      'npm error Missing script: "tests"',
    ],
  ])('is found in what %s prints', (_, output, line) => expect(firstErrorLine(output)).toBe(line));

  it.each([
    ['nothing at all', ''],
    ['no word of an error', 'building\ndone'],
    ['errors that are none', '✓ shows an error for a bad score\nWarning: an error may be hidden here\n0 errors, 0 failures\nfailed: 0'],
  ])('is not found in %s', (_, output) => expect(firstErrorLine(output)).toBeUndefined());

  it('is cut where it is long, and is one line', () => {
    const line = firstErrorLine(`Error: ${'😀'.repeat(1000)}\r\nmore`);
    expect([...line!]).toHaveLength(300);
    expect(line).toMatch(/^Error: 😀+…$/u);
  });
});
