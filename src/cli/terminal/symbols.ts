import { speaksUnicode, type Environment } from './capabilities.js';

const unicode = {
  question: '◆',
  answered: '✔',
  cancelled: '■',
  failed: '▲',
  learned: '✦',
  pointer: '❯',
  radioOn: '●',
  radioOff: '○',
  checked: '◼',
  unchecked: '◻',
  above: '↑',
  below: '↓',
  separator: '·',
  bar: '│',
  mask: '•',
  ellipsis: '…',
  added: '+',
  changed: '~',
  same: '=',
  updown: '↑↓',
  leftright: '←→',
  full: '█',
  empty: '░',
};

export type Symbols = Readonly<typeof unicode>;

const ascii: Symbols = {
  question: '?',
  answered: '+',
  cancelled: 'x',
  failed: '!',
  learned: '*',
  pointer: '>',
  radioOn: '(*)',
  radioOff: '( )',
  checked: '[x]',
  unchecked: '[ ]',
  above: '^',
  below: 'v',
  separator: '-',
  bar: '|',
  mask: '*',
  ellipsis: '...',
  added: '+',
  changed: '~',
  same: '=',
  updown: 'up/down',
  leftright: 'left/right',
  full: '#',
  empty: '.',
};

/** Symbols that the person's terminal can show. */
export const symbolsFor = (env: Environment = process.env, platform: NodeJS.Platform = process.platform): Symbols =>
  speaksUnicode(env, platform) ? unicode : ascii;
