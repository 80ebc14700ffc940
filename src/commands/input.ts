import { DomainError } from '../domain/decider.js';
import type { GenerationDocument } from '../domain/generation/generation-document.js';
import type { EventStore } from '../eventstore/event-store.js';
import type { Answers } from '../templating/answers.js';
import { inputRequest, inputText, type InputFile } from '../templating/input-file.js';
import type { Template } from '../templating/template.js';
import { readContent } from './content.js';
import type { Ports } from './ports.js';

/** The existing file that a template works on, as it was read. */
export type Input = InputFile & {
  readonly bytes: Uint8Array;
  /** Read from the destination just now, where it may be rewritten while it still has these bytes; false for one that events kept. */
  readonly isCurrent: boolean;
};

/**
 * Reads the file that the answers name; undefined where the template takes none.
 * @throws TemplatingError, DomainError in one sentence that names the question; INPUT_WITHOUT_DESTINATION where no folder says where it lies
 */
export const readInput = async (
  { inputs }: Pick<Ports, 'inputs'>,
  template: Template,
  answers: Answers,
  destination: string | undefined,
): Promise<Input | undefined> => {
  const request = inputRequest(template, answers);
  if (request === undefined) return undefined;
  if (destination === undefined)
    throw new DomainError('INPUT_WITHOUT_DESTINATION', `${template.id} works on an existing file, and no destination says where it lies`, {
      field: 'destination',
      hint: `send the folder that "${request.question}" is relative to as destination`,
    });
  const bytes = await inputs.read(destination, request);
  return { path: request.path, text: inputText(bytes, request), bytes, isCurrent: true };
};

/**
 * The file that a generation took, as it was then, from the events alone; undefined where it took none.
 * @throws DomainError where the stored text is missing or damaged
 */
export const recordedInput = async (store: EventStore, { input }: Pick<GenerationDocument, 'input'>): Promise<Input | undefined> => {
  if (input === undefined) return undefined;
  const { path, sha256 } = input;
  const bytes = await readContent(store, sha256);
  return { path, text: inputText(bytes, { question: 'input', path }), bytes, isCurrent: false };
};
