import { generate, type GenerateOptions } from '../commands/generate.js';
import type { Invocation } from './invocation.js';
import type { Prepared } from './prepared.js';
import { dryRunDocument, dryRunLines, generatedLines } from './show-generation.js';
import type { Session } from './with-formwork.js';

/** The last step of every verb that generates: shows what it would write, or writes, records and says so. */
export const carryOut = async (
  { output }: Invocation,
  { formwork, project, metadata }: Session,
  prepared: Prepared,
  { dryRun = false, ...options }: GenerateOptions & { readonly dryRun?: boolean },
): Promise<void> => {
  const { plan, draft, answers } = prepared;
  for (const { message } of answers.setAside) output.note(message);
  if (dryRun) return output.result(dryRunDocument(prepared), () => dryRunLines(prepared));
  const generation = await generate(formwork.ports, draft, { kind: 'folder', plan, base: project.base }, options, metadata);
  output.result(generation, () => generatedLines(generation, plan.destination));
};
