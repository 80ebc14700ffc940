import type { Bundle } from './bundle.js';
import { textOf } from './template.js';

export const IGNORE_FILE = '.formworkignore';

type Rule = { readonly isExcluded: boolean; readonly expression: RegExp };

const REGEXP_CHARACTER = /[.+^${}()|[\]\\]/;

/** `*` and `?` stay within a part, `**` does not; a slash inside ties a pattern to the folder; a slash at the end means folders only. */
const ruleOf = (line: string): Rule => {
  const isExcluded = !line.startsWith('!');
  const pattern = (isExcluded ? line : line.slice(1)).replace(/^\\/, '');
  const isFolder = pattern.endsWith('/');
  const body = pattern.replace(/^\/|\/$/g, '');
  const isTied = pattern.slice(0, -1).includes('/');
  const expression = body
    .split(/(\*\*\/|\/\*\*$|\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '/**') return '/.*';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return [...part].map((character) => (REGEXP_CHARACTER.test(character) ? `\\${character}` : character)).join('');
    })
    .join('');
  return { isExcluded, expression: new RegExp(`^${isTied ? '' : '(?:.*/)?'}${expression}${isFolder ? '/.*' : '(?:/.*)?'}$`, 'su') };
};

/** The files of a folder that belong to its template: `.formworkignore` leaves out others, in the manner of `.gitignore`, and itself. */
export const withoutIgnored = (folder: Bundle): Bundle => {
  const ignore = folder.get(IGNORE_FILE);
  if (ignore === undefined) return folder;
  const lines = textOf(ignore, IGNORE_FILE).split(/\r?\n/).map((line) => line.trimEnd()); // prettier-ignore
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#')).map(ruleOf);
  const isIgnored = (path: string) =>
    path === IGNORE_FILE || (rules.findLast(({ expression }) => expression.test(path))?.isExcluded ?? false);
  return new Map([...folder].filter(([path]) => !isIgnored(path)));
};
