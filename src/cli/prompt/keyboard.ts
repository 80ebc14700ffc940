import { emitKeypressEvents, type Interface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Terminal } from './terminal.js';

/** A key as pressed; `paste` is text from the clipboard, however many lines, and `edited` comes back from an editor. */
export type Key = {
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** What it types; empty for keys that type nothing. */
  readonly text: string;
};

type Keypress = {
  readonly sequence?: string;
  readonly name?: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
};

/** How long after Escape a following key is still taken for one with Alt (terminals send both as an Escape first). Milliseconds. */
const escapeTimeout = 100;

/** A terminal that goes away is an end like any other. */
const endings = ['end', 'close', 'error'];

export const pressed = (name: string, text = ''): Key => ({ name, text, ctrl: false, alt: false, shift: false });

export const isCtrl = (key: Key, letter: string): boolean => key.ctrl && !key.alt && key.name === letter;

const control = /[\u0000-\u001f\u007f-\u009f]/;

const toKey = ({ sequence = '', name = '', ctrl, meta, shift }: Keypress): Key => {
  const alt = meta && name !== 'escape';
  const typing = !ctrl && !alt && !control.test(sequence);
  return { name: name === 'enter' ? 'return' : name, ctrl, alt, shift, text: typing ? sequence : '' };
};

/**
 * The keys of a terminal, one listener at a time. Keys that arrive while nobody listens (typed ahead, or in the same
 * chunk as the Enter that ended a question) wait for the next listener.
 */
export class Keyboard {
  private readonly decoder = new PassThrough();
  private readonly waiting: Key[] = [];
  private pasted: string | undefined;
  private listener: ((key: Key) => void) | undefined;
  private readonly feed = (chunk: Buffer | string): void => void this.decoder.write(chunk);

  constructor(private readonly input: Terminal['input']) {
    // The decoder reads this one property of the interface it is given; a whole interface would edit lines of its own.
    emitKeypressEvents(this.decoder, { escapeCodeTimeout: escapeTimeout } as unknown as Interface);
    this.decoder.on('keypress', (_text: unknown, key: Keypress) => this.receive(key));
  }

  /** Raw mode on, and every key to `onKey`; `onEnd` when the input is closed. */
  open(onKey: (key: Key) => void, onEnd: () => void): () => void {
    const { input } = this;
    input.setRawMode?.(true);
    this.listener = onKey;
    input.on('data', this.feed);
    for (const ending of endings) input.on(ending, onEnd);
    input.resume();
    queueMicrotask(() => {
      if (this.listener !== onKey) return;
      if (input.readableEnded || input.destroyed) onEnd();
      else this.deliver();
    });
    return () => {
      this.listener = undefined;
      input.off('data', this.feed);
      for (const ending of endings) input.off(ending, onEnd);
      input.setRawMode?.(false);
      input.pause();
    };
  }

  private receive(keypress: Keypress): void {
    const key = toKey(keypress);
    if (this.pasted !== undefined && !isCtrl(key, 'c')) {
      if (key.name === 'paste-end') this.endPaste(this.pasted);
      else this.pasted += keypress.sequence ?? '';
      return;
    }
    this.pasted = key.name === 'paste-start' ? '' : undefined;
    if (this.pasted === undefined) this.waiting.push(key);
    this.deliver();
  }

  private endPaste(text: string): void {
    this.pasted = undefined;
    this.waiting.push(pressed('paste', text));
    this.deliver();
  }

  private deliver(): void {
    while (this.listener !== undefined && this.waiting.length > 0) this.listener(this.waiting.shift()!);
  }
}
