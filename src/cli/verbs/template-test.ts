import { availableParallelism } from 'node:os';
import { FolderOutputChecker } from '../../checks/folder-output-checker.js';
import { testTemplate as test, type TestOptions } from '../../commands/test-template.js';
import { parseAnswerFlags } from '../answer-flags.js';
import { EXIT, UsageError } from '../failure.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import { openNamedTemplate } from '../named-template.js';
import type { TestTemplateOptions } from '../template-options.js';
import { progress, type Progress } from '../terminal/progress.js';
import { failuresLines, testDocument, testLines } from '../test-report.js';
import { withFormwork } from '../with-formwork.js';
import { sayThoughQuiet } from '../wording.js';

const MAX_SECONDS = 3600;

const parseTimeout = (text: string): number => {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= MAX_SECONDS) return seconds * 1000;
  throw new UsageError(`--timeout "${text}" is not a number of seconds up to ${MAX_SECONDS}`, 'write for example: --timeout 120');
};

/** One line on a terminal for each phase, one after the other. */
const watcher = (isQuiet: boolean) => {
  let line: Progress | undefined;
  let shown: string | undefined;
  const end = () => line?.end();
  const onProgress: TestOptions['onProgress'] = (phase, _done, all) => {
    if (isQuiet) return;
    if (shown !== phase) {
      end();
      line = progress(process.stderr, { label: phase, total: all });
      shown = phase;
    }
    line?.advance();
  };
  return { onProgress, end };
};

/** `formwork template test DIR|ID[@VERSION]`: exit status 1 when anything failed. */
export const testTemplate = (
  invocation: Invocation,
  named: string,
  { answer, commands, timeout }: TestTemplateOptions,
): Promise<number> => {
  const given = parseAnswerFlags(answer);
  const checker = new FolderOutputChecker({ env: invocation.environment, timeoutMs: parseTimeout(timeout) });
  const { output } = invocation;
  const watch = watcher(output.quiet);
  return interruptible((signal) =>
    withFormwork(invocation, async (session) => {
      const template = await openNamedTemplate(session, named);
      const parallel = availableParallelism();
      const options: TestOptions = { given, commands, checker, parallel, signal, onProgress: watch.onProgress };
      const report = await test(template.template, options).finally(watch.end);
      output.result(testDocument(template, report), () => testLines(template, report));
      sayThoughQuiet(output, () => failuresLines(template, report));
      return report.failures.length > 0 ? EXIT.failed : EXIT.done;
    }),
  );
};
