import type { Look } from './terminal.js';

/** Rows of a page, however tall the terminal is: an eye finds its way in ten. */
const pageSize = 10;

export type Page = {
  readonly start: number;
  readonly end: number;
  /** Says dimly how much there is above and below; no row where everything is shown. */
  readonly rest: readonly string[];
};

/** The part of a list of `count` rows that is shown, its active row in the middle as far as the ends allow. */
export const pageOf = (count: number, active: number, { size, style, symbols }: Look): Page => {
  const fits = count <= Math.min(pageSize, size.rows);
  const height = Math.max(1, Math.min(pageSize, fits ? size.rows : size.rows - 1));
  const start = Math.min(Math.max(0, active - Math.floor(height / 2)), Math.max(0, count - height));
  const end = Math.min(count, start + height);
  const parts = [
    ...(start > 0 ? [`${symbols.above} ${start} more`] : []),
    ...(end < count ? [`${symbols.below} ${count - end} more`] : []),
  ];
  return { start, end, rest: parts.length === 0 ? [] : [style('dim', `  ${parts.join('   ')}`)] };
};

/** Where a key leads in a list of `count` rows; past an end it goes on at the other. `undefined`: not a key that moves. */
export const moved = (position: number, count: number, key: string): number | undefined => {
  const last = Math.max(0, count - 1);
  switch (key) {
    case 'up':
      return position === 0 ? last : position - 1;
    case 'down':
      return position === last ? 0 : position + 1;
    case 'pageup':
      return Math.max(0, position - pageSize);
    case 'pagedown':
      return Math.min(last, position + pageSize);
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return undefined;
  }
};
