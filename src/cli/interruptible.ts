import { constants } from 'node:os';

class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(readonly by: NodeJS.Signals) {
    super(`stopped by ${by}`);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Work that leaves something behind where a signal just ends the process (a temporary folder, a running tool): `use` is told by the abort
 * signal and has to throw its reason. Gives the exit status that shells have for it then. A second signal ends the process at once.
 */
export const interruptible = async (use: (signal: AbortSignal) => Promise<number>): Promise<number> => {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => controller.abort(new Interrupted(signal));
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await use(controller.signal);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(`formwork: ${error.message}\n`);
    return 128 + constants.signals[error.by];
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
};
