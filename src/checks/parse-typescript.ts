import { createRequire } from 'node:module';
import type TypeScript from 'typescript';
import type { Parse } from './syntax-problem.js';

/** The compiler is large and not everybody's: it is used where it is installed beside Formwork. */
const loadTypeScript = (): typeof TypeScript | undefined => {
  try {
    return createRequire(import.meta.url)('typescript') as typeof TypeScript;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

/** Parses TypeScript and JavaScript, JSX too; types and imports are not looked at. Undefined without a compiler. */
export const openTypeScriptParser = (): Parse | undefined => {
  const ts = loadTypeScript();
  if (ts === undefined) return undefined;
  const compilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.Preserve,
    experimentalDecorators: true,
  };
  return (text, path) => {
    const { diagnostics = [] } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true, compilerOptions });
    const first = diagnostics.find(({ category }) => category === ts.DiagnosticCategory.Error);
    if (first === undefined) return undefined;
    const { line, character } = ts.getLineAndCharacterOfPosition({ text } as TypeScript.SourceFile, first.start ?? 0);
    return { message: ts.flattenDiagnosticMessageText(first.messageText, ' '), line: line + 1, column: character + 1 };
  };
};
