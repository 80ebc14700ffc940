import { format, type Options } from 'prettier';
import { textOf, type Case } from './cases.js';

/** What Prettier makes of the files that `isChecked` picks, with what they are: equal when they are formatted. */
export const formattedAndWritten = async (cases: readonly Case[], isChecked: (path: string) => boolean, options: Options = {}) => {
  const files = cases.flatMap(({ number, files }) => files.filter(({ path }) => isChecked(path)).map((file) => ({ number, file })));
  const written = files.map(({ number, file }) => ({ number, path: file.path, text: textOf(file) }));
  const formatted = await Promise.all(
    written.map(async ({ number, path, text }) => ({ number, path, text: await format(text, { ...options, filepath: path }) })),
  );
  return { written, formatted };
};
