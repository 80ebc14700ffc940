import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** What a person sees as one character, e.g. an emoji of several code points. */
export const graphemes = (text: string): readonly string[] =>
  /^[\x20-\x7e]*$/.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Terminal cells the text takes; formats take none. */
export const widthOf = (text: string): number => stringWidth(text);

/** C0, C1 and bidirectional controls: text from a template or a file must not steer the terminal. */

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Foreign text made safe to write to a terminal; line ends stay. */
export const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(controls, (control) => (control === '\t' ? '  ' : '?'));

/** Foreign text on one line. */
export const oneLine = (text: string): string =>
  printable(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();

const fitting = (parts: readonly string[], width: number): number => {
  let used = 0;
  const cut = parts.findIndex((part) => (used += widthOf(part)) > width);
  return cut === -1 ? parts.length : cut;
};

/** At most `width` cells of plain text, the last of them an ellipsis where something is missing. */
export const truncate = (text: string, width: number, ellipsis = '…'): string => {
  if (widthOf(text) <= width) return text;
  const parts = graphemes(text);
  const room = width - widthOf(ellipsis);
  return room < 0 ? parts.slice(0, fitting(parts, width)).join('') : `${parts.slice(0, fitting(parts, room)).join('')}${ellipsis}`;
};

/** Plain text filled up with blanks to `width` cells. */
export const pad = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
};

const wrapLine = (line: string, width: number): readonly string[] => {
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(/(?<= )(?=[^ ])/)) {
    if (row !== '' && widthOf(row) + widthOf(word.trimEnd()) > width) {
      rows.push(row.trimEnd());
      row = '';
    }
    row += word;
    while (widthOf(row.trimEnd()) > width) {
      const parts = graphemes(row);
      const cut = Math.max(1, fitting(parts, width));
      rows.push(parts.slice(0, cut).join(''));
      row = parts.slice(cut).join('');
    }
  }
  return [...rows, row.trimEnd()];
};

/**
 * Plain text in rows of at most `width` cells, broken between words where possible; its own line ends are kept. A single
 * character that is wider still stands alone.
 */
export const wrap = (text: string, width: number): readonly string[] =>
  text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)));
