import { openFormwork, type Formwork } from '../composition.js';
import type { CommandMetadata } from '../domain/decider.js';
import { projectOf, type Project } from '../files/project.js';
import type { Invocation } from './invocation.js';
import { reconcileInterrupted, type ReconciledGeneration } from '../commands/reconcile.js';

export type Session = { readonly formwork: Formwork; readonly project: Project; readonly metadata: CommandMetadata };

const describe = (reconciled: ReconciledGeneration): string => {
  const interrupted = `generation ${reconciled.generationId} was interrupted`;
  switch (reconciled.end) {
    case 'written':
      return `${interrupted}: its files stand, it is recorded as completed`;
    case 'undone':
      return `${interrupted}: what it had written was taken back`;
    case 'stuck':
      return `${interrupted}, and that could not be mended yet: ${reconciled.problem.message}`;
  }
};

/**
 * Opens Formwork for one verb in the project of a folder, closes what an earlier process left half-done, and closes
 * everything again whatever happens.
 */
export const withFormwork = async <Result>(
  { packageRoot, output }: Invocation,
  use: (session: Session) => Promise<Result>,
  folder: string = process.cwd(),
): Promise<Result> => {
  const formwork = await openFormwork(process.env, packageRoot);
  try {
    const project = projectOf(folder, formwork.home);
    const metadata = formwork.metadata(project.project);
    for (const reconciled of await reconcileInterrupted(formwork.ports, metadata)) output.note(describe(reconciled));
    return await use({ formwork, project, metadata });
  } finally {
    await formwork.close();
  }
};
