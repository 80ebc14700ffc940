/** Runs the command given as arguments and exits as it did. */
import { runCommand } from '../../../src/files/run-command.js';

const { exitStatus } = await runCommand(process.argv.slice(2));
process.exitCode = exitStatus;
