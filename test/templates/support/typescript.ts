import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Makes this repository's packages importable below `folder`. */
export const linkPackages = (folder: string): Promise<void> => symlink(nodeModules, join(folder, 'node_modules'), 'junction');

export const writePackageJson = (folder: string, content: object): Promise<void> =>
  writeFile(join(folder, 'package.json'), JSON.stringify(content));

/** As strict as a demanding project has it. */
export const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  types: ['node'],
};

/** Without imports that name `.js`, as CommonJS projects have it; emitted as ES modules, which every test runner here can load. */
export const EXTENSIONLESS: ts.CompilerOptions = { ...STRICT, module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler };

const libraries = new Map<string, ts.SourceFile | undefined>();

/** Files below `node_modules` are parsed once for all programs with the same target. */
const hostFor = (options: ts.CompilerOptions): ts.CompilerHost => {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, language, ...rest) => {
    if (!path.includes('/node_modules/')) return read(path, language, ...rest);
    const key = `${path} ${JSON.stringify(language)}`;
    if (!libraries.has(key)) libraries.set(key, read(path, language, ...rest));
    return libraries.get(key);
  };
  return host;
};

const formatHost: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (path) => path,
  getCurrentDirectory: () => '/',
  getNewLine: () => '\n',
};

/** Compiles the files beside their sources, or as `options` say; every complaint of the compiler as text, blank when there is none. */
export const compile = (paths: readonly string[], options: ts.CompilerOptions): string => {
  const program = ts.createProgram(paths, options, hostFor(options));
  const { diagnostics } = program.emit();
  return ts.formatDiagnostics([...ts.getPreEmitDiagnostics(program), ...diagnostics], formatHost);
};

/** A project by its own `tsconfig.json`. */
export const compileProject = (configFile: string, options: ts.CompilerOptions = {}): string => {
  const { config, error } = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)) as { readonly config: unknown; readonly error?: ts.Diagnostic };
  if (error !== undefined) return ts.formatDiagnostic(error, formatHost);
  const project = ts.parseJsonConfigFileContent(config, ts.sys, join(configFile, '..'), options, configFile);
  return ts.formatDiagnostics(project.errors, formatHost) + compile(project.fileNames, project.options);
};
