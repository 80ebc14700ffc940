import { describe, expect, it } from '@jest/globals';
import { canPrompt, sizeOf, speaksUnicode, wantsColour } from '../../../src/cli/terminal/capabilities.js';
import { styleFor } from '../../../src/cli/terminal/style.js';

const terminal = { isTTY: true };
const pipe = {};

describe('wantsColour', () => {
  it.each([
    ['a terminal', terminal, { TERM: 'xterm' }, true],
    ['a pipe', pipe, { TERM: 'xterm' }, false],
    ['a terminal that only prints', terminal, { TERM: 'dumb' }, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which asks for nothing', terminal, { NO_COLOR: '' }, true],
    ['FORCE_COLOR in a pipe', pipe, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR against NO_COLOR', pipe, { FORCE_COLOR: '', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('%s', (_what, stream, env, expected) => {
    expect(wantsColour(stream, env)).toBe(expected);
  });
});

describe('styleFor', () => {
  it('formats only where colours are wanted', () => {
    expect(styleFor(terminal, { TERM: 'xterm' })('red', 'no')).toBe('\u001b[31mno\u001b[39m');
    expect(styleFor(pipe, { TERM: 'xterm' })('red', 'no')).toBe('no');
  });
});

describe('speaksUnicode', () => {
  it.each([
    ['a UTF-8 locale', { LANG: 'de_DE.UTF-8' }, 'linux', true],
    ['the short name of macOS', { LC_CTYPE: 'UTF-8' }, 'darwin', true],
    ['no locale at all', {}, 'linux', true],
    ['the C locale', { LANG: 'C' }, 'linux', false],
    ['LC_ALL over LANG', { LC_ALL: 'POSIX', LANG: 'C.UTF-8' }, 'linux', false],
    ['the Linux console', { TERM: 'linux', LANG: 'C.UTF-8' }, 'linux', false],
    ['an old Windows console', {}, 'win32', false],
    ['Windows Terminal', { WT_SESSION: '1' }, 'win32', true],
  ] as const)('%s', (_what, env, platform, expected) => {
    expect(speaksUnicode(env, platform)).toBe(expected);
  });
});

describe('canPrompt', () => {
  it('needs a terminal at both ends', () => {
    expect(canPrompt(terminal, terminal)).toBe(true);
    expect(canPrompt(pipe, terminal)).toBe(false);
    expect(canPrompt(terminal, pipe)).toBe(false);
  });
});

describe('sizeOf', () => {
  it('assumes a common size where none is known', () => {
    expect(sizeOf({})).toEqual({ columns: 80, rows: 24 });
    expect(sizeOf({ columns: 0, rows: 0 })).toEqual({ columns: 80, rows: 24 });
    expect(sizeOf({ columns: 40, rows: 10 })).toEqual({ columns: 40, rows: 10 });
  });
});
