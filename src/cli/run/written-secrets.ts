/** Texts that a log must not hold, each with the mark that stands for it. */
export type Secrets = ReadonlyMap<string, string>;

const MARK = /‹secret:[^›]*›/g;

/** Too little beside a secret on its line to tell that line from any other. */
const MIN_LITERAL = 2;

type Marked = { readonly parts: readonly string[]; readonly marks: readonly string[] };

const splitAtMarks = (stored: string): Marked => ({ parts: stored.split(MARK), marks: stored.match(MARK) ?? [] });

/** What stands where the marks are, if everything between them is as it was rendered; undefined if it is not. */
const between = ({ parts }: Marked, current: string): string[] | undefined => {
  const last = parts.at(-1)!;
  if (!current.startsWith(parts[0]!) || !current.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = parts[0]!.length;
  for (const part of parts.slice(1, -1)) {
    const next = part === '' ? at : current.indexOf(part, at);
    if (next < 0) return undefined;
    values.push(current.slice(at, next));
    at = next + part.length;
  }
  const end = current.length - last.length;
  return end < at ? undefined : [...values, current.slice(at, end)];
};

/** An edited file is searched line by line for what the rendered lines say beside their secrets. */
const inEdited = (stored: string, current: string): [value: string, mark: string][] => {
  const lines = current.split('\n');
  return stored
    .split('\n')
    .filter((line) => line.search(MARK) >= 0)
    .map(splitAtMarks)
    .filter(({ parts }) => parts.join('').replace(/\s/g, '').length >= MIN_LITERAL)
    .flatMap((marked) => lines.flatMap((line) => pairs(marked, between(marked, line))));
};

const pairs = ({ marks }: Marked, values: readonly string[] | undefined): [value: string, mark: string][] =>
  (values ?? []).map((value, index) => [value, marks[index]!]);

/**
 * The secrets that a generated file holds. They were kept nowhere else, so they are read off the file itself: what stands there where the
 * stored text has a mark.
 */
export const secretsWritten = (stored: string, current: string): Secrets => {
  const marked = splitAtMarks(stored);
  if (marked.marks.length === 0) return new Map();
  const values = between(marked, current);
  const found = values === undefined ? inEdited(stored, current) : pairs(marked, values);
  return new Map(found.filter(([value, mark]) => value.trim() !== '' && value !== mark));
};

/** The text with a mark in the place of each secret. */
export const withoutSecrets = (text: string, secrets: Secrets): string =>
  [...secrets]
    .sort(([a], [b]) => b.length - a.length) // a secret may be part of a longer one
    .reduce((masked, [value, mark]) => masked.replaceAll(value, () => mark), text);
