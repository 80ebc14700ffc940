// Compiles src/ to dist/ (one module each, decorator metadata kept) and bundles the command line from it into build/,
// so that a cold `formwork generate` opens few files and loads only what it needs.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [swc, esbuild] = await Promise.all([import('@swc/core'), import('esbuild')]).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  if (!existsSync(join(root, 'build/cli.js'))) throw new Error('building needs the development dependencies: run npm ci', { cause: error });
  process.exit(0); // installed without them from a package that is already built
});

const compile = async (source, target) => {
  const config = JSON.parse(await readFile(join(root, '.swcrc'), 'utf8'));
  const { code, map } = await swc.transform(await readFile(source, 'utf8'), {
    ...config,
    swcrc: false,
    filename: source,
    sourceFileName: relative(dirname(target), source),
  });
  await mkdir(dirname(target), { recursive: true });
  await Promise.all([
    writeFile(target, `${code}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`),
    writeFile(`${target}.map`, map),
  ]);
};

const sources = (await readdir(join(root, 'src'), { recursive: true })).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
const fresh = { dist: join(root, `dist.${process.pid}`), build: join(root, `build.${process.pid}`) };
await Promise.all(sources.map((file) => compile(join(root, 'src', file), join(fresh.dist, file.replace(/\.ts$/, '.js')))));

const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
// Small packages on the way to a generated file go into the bundle; what is native, large or found by reflection stays outside.
const bundled = new Set([
  'commander',
  'mustache',
  'uuid',
  'yaml',
  'pluralize',
  'jsep',
  '@inquirer/core',
  '@inquirer/prompts',
  'diff',
  'jsonc-parser',
  'ajv',
]);
const bundle = (name, options) =>
  esbuild.build({
    entryPoints: { [name]: join(fresh.dist, 'cli/main.js') },
    outdir: fresh.build,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    external: Object.keys(dependencies).filter((dependency) => !bundled.has(dependency)),
    // Bundled CommonJS packages ask for Node's own modules by require.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
    ...options,
  });

/** Verbs other than generate stay out of its bundle; `bin/formwork.js` never asks it for them. */
const withoutOtherVerbs = {
  name: 'without-other-verbs',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/verbs\/[^/]+\.js$/ }, ({ path }) =>
      path.endsWith('/generate.js') ? undefined : { path: './cli.js', external: true },
    ),
};

await bundle('cli', { splitting: true });
// People wait for `generate`: one file, no matter what it shares with the other verbs, is the quickest to load.
await bundle('generate', { splitting: true, minifyIdentifiers: true, plugins: [withoutOtherVerbs] });

// Swapped in whole, so that a command started meanwhile never meets half a build.
for (const [name, folder] of Object.entries(fresh)) {
  const target = join(root, name);
  const old = `${target}.old.${process.pid}`;
  if (existsSync(target)) await rename(target, old);
  await rename(folder, target);
  await rm(old, { recursive: true, force: true });
}
