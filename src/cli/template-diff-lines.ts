import type { Json } from '../templating/manifest.js';
import type { BodyChange, Changed, PropertyChange, TemplateDiff } from '../templating/template-diff.js';
import { bold, dim, green, red } from './output.js';
import { styleFor } from './terminal/style.js';
import { printable } from './terminal/text.js';

const shown = (value: Json | undefined): string => (value === undefined ? dim('(none)') : printable(JSON.stringify(value)));

const propertyLines = (changes: readonly PropertyChange[], indent: string): string[] =>
  changes.map(({ property, from, to }) => `${indent}${property}: ${shown(from)} → ${shown(to)}`);

const changedLines = <T>({ added, removed, changed }: Changed<T>, describe: (one: T) => string): string[] => [
  ...added.map((one) => green(`  + ${describe(one)}`)),
  ...removed.map((one) => red(`  - ${describe(one)}`)),
  ...changed.flatMap(({ name, changes }) => [`  ~ ${name}`, ...propertyLines(changes, '      ')]),
];

const patchLine = (line: string): string => {
  if (line.startsWith('@@')) return styleFor(process.stdout)('cyan', line);
  if (line.startsWith('+')) return green(line);
  return line.startsWith('-') ? red(line) : line;
};

/** Names stand first in a patch, below lines that repeat them; without hunks (a mode, an empty file) there is nothing more to see. */
const bodyLines = ({ path, state, patch }: BodyChange): string[] => {
  const lines = patch === undefined ? [] : printable(patch).trimEnd().split('\n');
  const hunks = lines.findIndex((line) => line.startsWith('@@'));
  if (hunks < 0) return [`${bold(path)} ${state}${state === 'changed' ? dim(patch === undefined ? ' (no text)' : ' (its mode)') : ''}`];
  return [...lines.slice(hunks - 2, hunks).map(bold), ...lines.slice(hunks).map(patchLine)];
};

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', bold(title), ...lines]);

/** A template's changes for people to read: what is asked, what is written, what else, then the texts line by line. */
export const templateDiffLines = ({ questions, files, properties, bodies }: TemplateDiff): readonly string[] => [
  ...section(
    'Questions',
    changedLines(questions, ({ name, type }) => `${name} (${type})`),
  ),
  ...section(
    'Files',
    changedLines(files, ({ path }) => path),
  ),
  ...section('Elsewhere in template.json', propertyLines(properties, '  ')),
  ...section('Texts', bodies.flatMap(bodyLines)),
];
