import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT, reportFailure, UsageError } from './failure.js';
import { createOutput } from './output.js';
import { declareVerbs } from './verbs.js';

const readDotEnv = () => {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new UsageError(`.env cannot be read: ${(error as Error).message}`);
  }
};

const readVersion = (packageRoot: URL): string =>
  (JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as { readonly version: string }).version;

/** A closed pipe (`formwork events | head`) is a reader that has seen enough, not a fault. */
const endQuietlyOnClosedPipe = () => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
};

/** The command line: `argv` without node and script. Sets the exit status, never throws. */
export const main = async (argv: readonly string[], packageRoot: URL): Promise<void> => {
  const json = argv.includes('--json');
  const environment = { ...process.env };
  endQuietlyOnClosedPipe();
  try {
    readDotEnv();
    const program = new Command('formwork');
    let status: number | void = EXIT.done;
    declareVerbs(program, readVersion(packageRoot), async (options, run) => {
      status = await run({ output: createOutput(options), packageRoot, environment });
    });
    await program.parseAsync(argv, { from: 'user' });
    process.exitCode = status ?? EXIT.done;
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? reportUsage(error, json) : reportFailure(error, json);
  }
};

const reportUsage = ({ exitCode, code, message }: CommanderError, json: boolean): number => {
  if (exitCode === 0) return EXIT.done;
  if (code === 'commander.help') return EXIT.usage;
  return reportFailure(new UsageError(message.replace(/^error: /, ''), 'see formwork --help'), json);
};
