/**
 * Splits a list into consecutive parts of `size` items; the last part holds what is left.
 *
 * @param items - The list to split; it is not changed.
 * @param size - How many items a part holds: a whole number, 1 or more.
 * @returns The parts, in order; none for an empty list.
 * @throws {RangeError} When `size` is not a whole number of 1 or more.
 */
export function chunk<T>(items: readonly T[], size: number): T[][] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(
      `size must be a whole number of 1 or more, not ${size}`,
    );
  }

  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
