/** Where a parser gave up, and why; lines and columns start at 1. */
export type SyntaxProblem = { readonly message: string; readonly line: number; readonly column: number };

/** The first problem of a text; undefined where there is none. `path` tells dialects apart. */
export type Parse = (text: string, path: string) => SyntaxProblem | undefined;
