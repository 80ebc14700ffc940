import { DomainError } from './decider.js';

// Semantic Versioning 2.0.0, https://semver.org
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const PREFIX = /^\d+(\.\d+)?$/;

export const isVersion = (text: string): boolean => SEMVER.test(text);

const identifiers = (prerelease: string): (string | number)[] =>
  prerelease.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

const compareIdentifiers = (a: string | number, b: string | number): number => {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? -1 : 1;
};

const comparePrereleases = (a: string | undefined, b: string | undefined): number => {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const left = identifiers(a);
  const right = identifiers(b);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareIdentifiers(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
};

/** Precedence of two versions as SemVer 2.0.0 §11 orders them: negative, zero or positive. */
export const compareVersions = (a: string, b: string): number => {
  const left = SEMVER.exec(a);
  const right = SEMVER.exec(b);
  if (left === null || right === null) throw new DomainError('VERSION_INVALID', `${left === null ? a : b} is not a semantic version`);
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(left[4], right[4]);
};

/** Turns what a person wrote into a published version: `2.3` means the highest published `2.3.x`. */
export const resolveVersion = (wanted: string, published: readonly string[]): string | undefined => {
  if (published.includes(wanted)) return wanted;
  if (!PREFIX.test(wanted)) return undefined;
  const fitting = published.filter((version) => version.startsWith(`${wanted}.`) && !version.includes('-'));
  return fitting.sort(compareVersions).at(-1);
};
