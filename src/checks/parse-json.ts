import { basename } from 'node:path/posix';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Parse } from './syntax-problem.js';

/** Files whose readers allow comments and commas at the end, whatever their extension says. */
const isLenient = (path: string): boolean =>
  /\.(?:jsonc|code-workspace)$/i.test(path) || /^[tj]sconfig\b.*\.json$/i.test(basename(path)) || /(?:^|\/)\.vscode\//.test(path);

/** `CommaExpected` → `comma expected`. */
const inWords = (code: string): string => code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

export const parseJson: Parse = (text, path) => {
  const errors: ParseError[] = [];
  const lenient = isLenient(path);
  parse(text, errors, { disallowComments: !lenient, allowTrailingComma: lenient });
  const [first] = errors;
  if (first === undefined) return undefined;
  const before = text.slice(0, first.offset);
  return {
    message: inWords(printParseErrorCode(first.error)),
    line: before.split('\n').length,
    column: first.offset - before.lastIndexOf('\n'),
  };
};
