import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pressed, type Key } from '../../../src/cli/prompt/keyboard.js';
import { LineBuffer } from '../../../src/cli/prompt/line-buffer.js';
import { graphemes } from '../../../src/cli/terminal/text.js';

const ctrl = (name: string): Key => ({ ...pressed(name), ctrl: true });
const alt = (name: string): Key => ({ ...pressed(name), alt: true });

const edited = (text: string, keys: readonly Key[], multiline = false): LineBuffer => {
  const buffer = new LineBuffer(text, multiline);
  keys.forEach((key) => buffer.edit(key));
  return buffer;
};

describe('LineBuffer', () => {
  it.each([
    ['ctrl+w takes the word before', [ctrl('w')], 'one two '],
    ['alt+backspace does too', [{ ...pressed('backspace'), alt: true }], 'one two '],
    ['ctrl+u takes all before', [ctrl('left'), ctrl('u')], 'three'],
    ['ctrl+k takes all behind', [ctrl('left'), ctrl('k')], 'one two '],
    ['alt+b and alt+d take the word behind', [alt('b'), alt('b'), alt('d')], 'one  three'],
    ['home and delete take the first character', [pressed('home'), pressed('delete')], 'ne two three'],
    ['ctrl+a, alt+f and typing go behind the first word', [ctrl('a'), alt('f'), pressed('x', 'X')], 'oneX two three'],
    ['end comes back', [pressed('home'), ctrl('e'), pressed('x', 'X')], 'one two threeX'],
  ])('%s', (_what, keys, text) => {
    expect(edited('one two three', keys).text).toBe(text);
  });

  it('keeps to its line in a text of several', () => {
    const buffer = new LineBuffer('first\nsecond', true);
    buffer.edit(ctrl('u'));
    expect(buffer.text).toBe('first\n');
  });

  it('moves over shorter lines without losing its column', () => {
    const buffer = new LineBuffer('long line\n\nlast line', true);
    expect(buffer.moveLine('up')).toBe(true);
    expect(buffer.moveLine('up')).toBe(true);
    expect(buffer.cursor).toBe('long line'.length);
    expect(buffer.moveLine('up')).toBe(false);
    expect(buffer.moveLine('down')).toBe(true);
    expect(buffer.moveLine('down')).toBe(true);
    expect(buffer.cursor).toBe(buffer.text.length);
    expect(buffer.moveLine('down')).toBe(false);
  });

  it('drops what would steer the terminal, and keeps lines only where several are wanted', () => {
    const one = new LineBuffer();
    one.insert('a\u001b[2J\r\n  b\u0007\n');
    expect(one.text).toBe('a[2J b');
    const several = new LineBuffer('', true);
    several.insert('a\r\nb\rc\td');
    expect(several.text).toBe('a\nb\nc\td');
  });

  const keys = fc.constantFrom<Key>(
    pressed('left'),
    pressed('right'),
    pressed('backspace'),
    pressed('delete'),
    pressed('home'),
    pressed('end'),
    ctrl('w'),
    ctrl('left'),
    ctrl('right'),
    alt('d'),
    pressed('x', 'x'),
    pressed('', '漢'),
    pressed('', '👩‍👧'),
  );

  it('never stands inside a character, whatever is pressed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(keys, { maxLength: 40 }), (text, pressedKeys) => {
        const clean = new LineBuffer();
        clean.insert(text);
        const buffer = edited(clean.text, pressedKeys);
        const before = buffer.text.slice(0, buffer.cursor);
        expect([...graphemes(before), ...graphemes(buffer.text.slice(buffer.cursor))].join('')).toBe(buffer.text);
        expect(Buffer.from(buffer.text).toString()).toBe(buffer.text);
      }),
    );
  });

  it('moves without changing the text', () => {
    const moves = fc.constantFrom<Key>(pressed('left'), pressed('right'), ctrl('left'), ctrl('right'), pressed('home'), pressed('end'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(moves), (text, pressedKeys) => {
        const buffer = new LineBuffer(text, true);
        pressedKeys.forEach((key) => buffer.edit(key));
        buffer.moveLine('up');
        buffer.moveLine('down');
        expect(buffer.text).toBe(text);
      }),
    );
  });
});
