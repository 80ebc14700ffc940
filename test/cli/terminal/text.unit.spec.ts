import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { graphemes, oneLine, pad, printable, truncate, widthOf, wrap } from '../../../src/cli/terminal/text.js';

const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }).map(printable),
  fc.array(fc.constantFrom('word', ' ', '漢字', '👩‍👧', 'é', '\n', 'averyverylongword'), { maxLength: 30 }).map((parts) => parts.join('')),
);

describe('truncate', () => {
  it('cuts at a character and says so', () => {
    expect(truncate('名前は何ですか', 7)).toBe('名前は…');
    expect(truncate('short', 5)).toBe('short');
    expect(truncate('longer', 5, '...')).toBe('lo...');
    expect(truncate('longer', 2, '...')).toBe('lo');
  });

  it('never takes more cells than it may', () => {
    fc.assert(
      fc.property(texts.map(oneLine), fc.nat({ max: 30 }), (text, width) =>
        expect(widthOf(truncate(text, width))).toBeLessThanOrEqual(width),
      ),
    );
  });
});

describe('pad', () => {
  it('counts cells, not characters', () => {
    expect(pad('漢字', 6)).toBe('漢字  ');
    expect(pad('7', 3, 'right')).toBe('  7');
    expect(pad('longer', 3)).toBe('longer');
  });
});

describe('wrap', () => {
  it('breaks between words, and inside one only where it is longer than a row', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
    expect(wrap('a supercalifragilistic word', 10)).toEqual(['a', 'supercalif', 'ragilistic', 'word']);
    expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
    expect(wrap('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
  });

  it('keeps every row within the width, and every character but blanks', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const rows = wrap(text, width);
        const widest = Math.max(width, ...graphemes(text).map(widthOf)); // one character cannot be broken
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(widest);
        expect(rows.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('printable', () => {
  it('leaves nothing that steers a terminal', () => {
    expect(printable('a\u001b]0;title\u0007b\u009b2J\u202ec\td\r\ne')).toBe('a?]0;title?b?2J?c  d\ne');
    expect(oneLine(' a \n b\n')).toBe('a b');
  });
});
