import { AskingCancelled } from '../../templating/asking.js';
import type { Environment } from '../terminal/capabilities.js';
import { editText, type TextToEdit } from './editor.js';
import { isCtrl, Keyboard, pressed, type Key } from './keyboard.js';
import { Screen } from './screen.js';
import { lookOf, sequences, type Frame, type Look, type Terminal } from './terminal.js';

/** What a key led to. */
export type Step<T> =
  | { readonly kind: 'stay' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'edit'; readonly document: TextToEdit };

/** Something that takes over keys and screen until it is done. */
export type Program<T> = {
  onKey(key: Key): Step<T>;
  frame(look: Look): Frame;
  /** What stays on the screen when the person leaves in the middle of it. */
  abandoned(look: Look): readonly string[];
};

const restoring = sequences.showCursor + sequences.bracketedPasteOff;

/** Programs running one after the other on one terminal; the terminal is as it was whenever none of them runs. */
export class Session {
  readonly screen: Screen;
  private readonly keyboard: Keyboard;

  constructor(private readonly terminal: Terminal) {
    this.screen = new Screen(terminal);
    this.keyboard = new Keyboard(terminal.input);
  }

  get env(): Environment {
    return this.terminal.env;
  }

  get look(): Look {
    return lookOf(this.terminal);
  }

  /**
   * What the program ended with; its frame is gone from the screen by then.
   * @throws AskingCancelled when the person leaves (Ctrl-C, SIGINT, closed input).
   */
  run<T>(program: Program<T>): Promise<T> {
    return new Promise((resolve, reject) => new Run(this.terminal, this.keyboard, this, program, resolve, reject).start());
  }
}

/** One program from its first frame to its end; whatever ends it, the terminal is restored. */
class Run<T> {
  private closeKeyboard: (() => void) | undefined;
  private drawing: NodeJS.Immediate | undefined;
  private away: 'suspended' | 'editing' | undefined;
  private ended = false;

  private readonly onExit = (): void => void this.terminal.output.write(restoring);
  private readonly onInterrupt = (): void => this.cancel();
  private readonly onContinue = (): void => {
    if (this.away === 'editing') return;
    this.session.screen.loseSight();
    this.release();
    this.takeOver();
  };
  private readonly onResize = (): void => this.schedule();
  private readonly onTerminate = (signal: NodeJS.Signals): void => {
    this.finish();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };

  constructor(
    private readonly terminal: Terminal,
    private readonly keyboard: Keyboard,
    private readonly session: Session,
    private readonly program: Program<T>,
    private readonly resolve: (value: T) => void,
    private readonly reject: (reason: Error) => void,
  ) {}

  start(): void {
    process.on('exit', this.onExit);
    process.on('SIGINT', this.onInterrupt);
    process.on('SIGTERM', this.onTerminate);
    process.on('SIGHUP', this.onTerminate);
    process.on('SIGCONT', this.onContinue);
    this.terminal.output.on('resize', this.onResize);
    this.takeOver();
  }

  private takeOver(): void {
    this.away = undefined;
    this.terminal.output.write(sequences.bracketedPasteOn);
    this.closeKeyboard = this.keyboard.open(
      (key) => this.onKey(key),
      () => this.cancel(),
    );
    this.schedule();
  }

  /** Gives the terminal back for a while, e.g. to an editor. */
  private release(): void {
    clearImmediate(this.drawing);
    this.drawing = undefined;
    this.closeKeyboard?.();
    this.closeKeyboard = undefined;
    this.session.screen.close();
    this.terminal.output.write(sequences.bracketedPasteOff);
  }

  private finish(): void {
    if (this.ended) return;
    this.release();
    this.ended = true;
    process.off('exit', this.onExit);
    process.off('SIGINT', this.onInterrupt);
    process.off('SIGTERM', this.onTerminate);
    process.off('SIGHUP', this.onTerminate);
    process.off('SIGCONT', this.onContinue);
    this.terminal.output.off('resize', this.onResize);
  }

  private cancel(): void {
    this.finish();
    this.session.screen.settle(this.program.abandoned(this.session.look));
    this.reject(new AskingCancelled('the person left'));
  }

  private onKey(key: Key): void {
    if (isCtrl(key, 'c')) return this.cancel();
    if (isCtrl(key, 'z') && process.platform !== 'win32') return this.suspend();
    this.guarded(() => this.take(this.program.onKey(key)));
  }

  private take(step: Step<T>): void {
    switch (step.kind) {
      case 'stay':
        return this.schedule();
      case 'done':
        this.finish();
        return this.resolve(step.value);
      case 'cancel':
        return this.cancel();
      case 'edit':
        return void this.edit(step.document);
    }
  }

  private async edit(document: TextToEdit): Promise<void> {
    this.release();
    this.away = 'editing';
    const { text, problem } = await editText(document, this.terminal.env);
    if (this.ended) return;
    this.takeOver();
    this.onKey(problem === undefined ? pressed('edited', text) : pressed('editor-failed', problem));
  }

  /** Ctrl-Z: back to the shell. Where nothing can stop this process (no job control), it goes on at once. */
  private suspend(): void {
    this.release();
    this.away = 'suspended';
    process.kill(process.pid, 'SIGTSTP');
    setImmediate(() => {
      if (this.away === 'suspended') this.takeOver();
    });
  }

  /** Once for all keys of a chunk, so that pasting where brackets are unknown stays fast; not while an editor has the terminal. */
  private schedule(): void {
    if (this.closeKeyboard === undefined) return;
    this.drawing ??= setImmediate(() => {
      this.drawing = undefined;
      this.guarded(() => this.session.screen.draw(this.program.frame(this.session.look)));
    });
  }

  /** A fault of ours must not leave the person with a terminal in raw mode. */
  private guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.finish();
      this.reject(error as Error);
    }
  }
}
