import { it } from '@jest/globals';

type Test = (name: string, run: () => void | Promise<void>, timeout?: number) => void;

/** A test that needs a program: where it is missing, the test is skipped and its name says why. */
export const itWith =
  (isThere: boolean, reason: string): Test =>
  (name, run, timeout) =>
    isThere ? it(name, run, timeout) : it.skip(`${name} (skipped: ${reason})`, run, timeout);
