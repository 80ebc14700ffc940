/** Closes a run with one plain line of what really ran, after naming everything that was skipped and why. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap(({ testResults }) => testResults.filter(({ status }) => status === 'pending'));
    const broken = results.testResults.filter(({ testExecError }) => testExecError !== undefined && testExecError !== null);
    for (const { fullName } of skipped) process.stderr.write(`skipped: ${fullName}\n`);
    for (const { testFilePath } of broken) process.stderr.write(`did not run: ${testFilePath}\n`);
    const failed = results.numFailedTests + broken.length;
    process.stderr.write(`\n${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }
}
