import { createTwoFilesPatch } from 'diff';
import type { Bundle, BundleFile } from './bundle.js';
import type { FileSpec, Json, Question } from './manifest.js';
import { isSameJson } from './same-json.js';
import { MANIFEST_FILE, type Template } from './template.js';

/** One property that differs; missing where a side does not have it. */
export type PropertyChange = { readonly property: string; readonly from?: Json; readonly to?: Json };

export type Changed<T> = {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  readonly changed: readonly { readonly name: string; readonly changes: readonly PropertyChange[] }[];
};

/** A file of the folder, `template.json` apart; `patch` is a unified diff, missing for binary files. */
export type BodyChange = { readonly path: string; readonly state: 'added' | 'removed' | 'changed'; readonly patch?: string };

export type TemplateDiff = {
  readonly from: string;
  readonly to: string;
  readonly questions: Changed<Question>;
  readonly files: Changed<FileSpec>;
  /** Whatever else `template.json` says of the template: description, slots, checks, … */
  readonly properties: readonly PropertyChange[];
  readonly bodies: readonly BodyChange[];
};

const propertyChanges = (from: object, to: object, ignored: readonly string[] = []): PropertyChange[] => {
  const [before, after] = [from, to] as readonly [Readonly<Record<string, Json>>, Readonly<Record<string, Json>>];
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((property) => !ignored.includes(property));
  return properties.flatMap((property) => {
    const [a, b] = [before[property], after[property]];
    if (a !== undefined && b !== undefined && isSameJson(a, b)) return [];
    return [{ property, ...(a !== undefined && { from: a }), ...(b !== undefined && { to: b }) }];
  });
};

const changedBetween = <T extends object>(from: readonly T[], to: readonly T[], nameOf: (one: T) => string): Changed<T> => {
  const before = new Map(from.map((one) => [nameOf(one), one]));
  const after = new Map(to.map((one) => [nameOf(one), one]));
  return {
    added: [...after].filter(([name]) => !before.has(name)).map(([, one]) => one),
    removed: [...before].filter(([name]) => !after.has(name)).map(([, one]) => one),
    changed: [...after].flatMap(([name, one]) => {
      const old = before.get(name);
      const changes = old === undefined ? [] : propertyChanges(old, one);
      return changes.length === 0 ? [] : [{ name, changes }];
    }),
  };
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOrNothing = (file: BundleFile | undefined): string | undefined => {
  if (file === undefined) return '';
  try {
    const text = decoder.decode(file.bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
};

const isSameFile = (a: BundleFile, b: BundleFile): boolean =>
  a.executable === b.executable &&
  a.symlink === b.symlink &&
  a.bytes.byteLength === b.bytes.byteLength &&
  a.bytes.every((byte, index) => byte === b.bytes[index]);

const bodyChanges = (from: Bundle, to: Bundle): BodyChange[] =>
  [...new Set([...from.keys(), ...to.keys()])]
    .filter((path) => path !== MANIFEST_FILE)
    .sort()
    .flatMap((path): BodyChange[] => {
      const [a, b] = [from.get(path), to.get(path)];
      if (a !== undefined && b !== undefined && isSameFile(a, b)) return [];
      const [before, after] = [textOrNothing(a), textOrNothing(b)];
      const state = a === undefined ? 'added' : b === undefined ? 'removed' : 'changed';
      if (before === undefined || after === undefined) return [{ path, state }];
      return [
        {
          path,
          state,
          patch: createTwoFilesPatch(a === undefined ? '/dev/null' : path, b === undefined ? '/dev/null' : path, before, after),
        },
      ];
    });

const LISTED = ['id', 'spec_version', 'questions', 'files'];

/** What changed from one version of a template to another. */
export const diffTemplates = (from: Template, to: Template): TemplateDiff => ({
  from: from.version,
  to: to.version,
  questions: changedBetween(from.questions, to.questions, ({ name }) => name),
  files: changedBetween(from.manifest.files, to.manifest.files, ({ path }) => path),
  properties: propertyChanges(from.manifest, to.manifest, LISTED),
  bodies: bodyChanges(from.bundle, to.bundle),
});
