import type { SourcePlace } from './errors.js';

/** One remark on a template folder. An error refuses publishing; a warning is told. */
export type Finding = {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
};

export const finding = (severity: Finding['severity'], code: string, message: string, at: SourcePlace, hint?: string): Finding => ({
  severity,
  code,
  message,
  ...at,
  ...(hint !== undefined && { hint }),
});

/** Errors first, then by file and place, each once. */
export const inOrder = (findings: readonly Finding[]): Finding[] => {
  const unique = new Map(findings.map((one) => [JSON.stringify([one.code, one.file, one.line, one.column, one.message]), one]));
  const place = ({ file, line = 0, column = 0 }: Finding): readonly [string, number, number] => [file, line, column];
  return [...unique.values()].sort((a, b) => {
    if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
    const [fileA, lineA, columnA] = place(a);
    const [fileB, lineB, columnB] = place(b);
    return fileA === fileB ? lineA - lineB || columnA - columnB : fileA < fileB ? -1 : 1;
  });
};
