/** Edits between two words: letters added, left out, replaced, or two neighbours swapped. */
const distance = (a: string, b: string): number => {
  let [before, previous]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(previous![j]! + 1, row[j - 1]! + 1, replaced, isSwap ? before![j - 2]! + 1 : Infinity));
    }
    [before, previous] = [previous, row];
  }
  return previous![b.length]!;
};

const MAX_LENGTH = 64;

/** The known name that was probably meant: at most a third of its letters differ. */
export const closest = (name: string, known: Iterable<string>): string | undefined => {
  if (name.length > MAX_LENGTH) return undefined;
  const ranked = [...known]
    .filter((candidate) => candidate.length <= MAX_LENGTH)
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(candidate.length, name.length) / 3)))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return ranked[0]?.candidate;
};

/** `did you mean "x"?` and the names there are. */
export const nameHint = (name: string, known: Iterable<string>, what = 'known'): string => {
  const names = [...known];
  const meant = closest(name, names);
  const list = names.length === 0 ? `${what}: none` : `${what}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`;
  return meant === undefined ? list : `did you mean "${meant}"? (${list})`;
};
