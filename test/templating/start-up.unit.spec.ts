import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('../../src/templating/', import.meta.url));
const STATIC_IMPORT = /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm;

/** Packages that a module brings along as soon as it is imported. */
const packagesOf = (entries: readonly string[]): string[] => {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
      if (target!.startsWith('.')) visit(join(dirname(file), target!.replace(/\.js$/, '.ts')));
      else packages.add(target!);
  };
  entries.forEach((entry) => visit(join(FOLDER, `${entry}.ts`)));
  return [...packages].sort();
};

describe('the way from answers to files', () => {
  it('loads only small packages', () => {
    expect(packagesOf(['template', 'questionnaire', 'render', 'restore-answers', 'answers-file', 'answer-texts'])).toEqual([
      'jsep',
      'mustache',
      'pluralize',
    ]);
  });
  it('leaves the large ones to those who read, check and compare', () => {
    expect(packagesOf(['validate'])).toEqual(['ajv', 'jsep', 'jsonc-parser', 'mustache', 'pluralize']);
    expect(packagesOf(['parse-answers'])).toEqual(['yaml']);
    expect(packagesOf(['template-diff'])).toContain('diff');
  });
});
