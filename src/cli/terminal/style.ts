import { styleText } from 'node:util';
import { wantsColour, type Environment, type MaybeTerminal } from './capabilities.js';

export type Format = Parameters<typeof styleText>[0];

/** Text in a format, or the text alone where colours are not wanted. */
export type Style = (format: Format, text: string) => string;

export const plain: Style = (_format, text) => text;

const coloured: Style = (format, text) => styleText(format, text, { validateStream: false });

/** How text is written to this stream: coloured only on a terminal that wants it. */
export const styleFor = (stream: MaybeTerminal, env: Environment = process.env): Style => (wantsColour(stream, env) ? coloured : plain);
