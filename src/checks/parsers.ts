import { extname } from 'node:path/posix';
import type { Parse } from './syntax-problem.js';

type Parser = { readonly extensions: readonly string[]; readonly load: () => Promise<Parse | undefined>; readonly missing?: string };

const PARSERS: readonly Parser[] = [
  { extensions: ['.json', '.jsonc', '.code-workspace'], load: async () => (await import('./parse-json.js')).parseJson },
  { extensions: ['.yaml', '.yml'], load: async () => (await import('./parse-yaml.js')).parseYaml },
  {
    extensions: ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'],
    load: async () => (await import('./parse-typescript.js')).openTypeScriptParser(),
    missing: 'the package typescript is not installed beside Formwork',
  },
];

const loaded = new Map<Parser, Promise<Parse | undefined>>();

const load = (parser: Parser): Promise<Parse | undefined> => {
  const known = loaded.get(parser) ?? parser.load();
  loaded.set(parser, known);
  return known;
};

/** The parser for a file's language, or why there is none. Each is loaded when the first file needs it. */
export const parserFor = async (path: string): Promise<{ readonly parse: Parse } | { readonly missing: string }> => {
  const extension = extname(path).toLowerCase();
  const parser = PARSERS.find(({ extensions }) => extensions.includes(extension));
  if (parser === undefined)
    return { missing: `no parser for ${extension === '' ? 'files without an extension' : `${extension} files`} comes with Formwork` };
  const parse = await load(parser);
  return parse === undefined ? { missing: parser.missing ?? 'its parser is not installed' } : { parse };
};
