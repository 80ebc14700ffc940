import { isDumb, sizeOf, type Environment, type MaybeTerminal } from './capabilities.js';
import { styleFor } from './style.js';
import { symbolsFor } from './symbols.js';
import { oneLine, truncate, widthOf } from './text.js';

export type Progress = {
  /** So many more are done. */
  advance(by?: number): void;
  /** Takes the line away; further calls do nothing. */
  end(): void;
};

export type ProgressOptions = {
  readonly label: string;
  /** How many there are in all, where that is known. */
  readonly total?: number;
  readonly env?: Environment;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
};

/** Work shorter than this shows nothing: a line that flashes up is worse than none. Milliseconds. */
const patience = 300;
const betweenDraws = 100;
const barWidth = 20;

const eraseLine = '\r\u001b[K';
const silent: Progress = { advance: () => undefined, end: () => undefined };

const count = (value: number): string => Math.floor(value).toLocaleString('en');

const duration = (seconds: number): string => {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/**
 * One line on a terminal that says how far the work is, how fast it goes and how long it will still take. Nothing at all
 * where the stream is no terminal. Drawn at most ten times a second; it sets no timer, so it keeps no process alive.
 */
export const progress = (
  stream: MaybeTerminal & { write(text: string): unknown },
  { label, total, env = process.env, now = () => performance.now() }: ProgressOptions,
): Progress => {
  if (stream.isTTY !== true || isDumb(env)) return silent;
  const style = styleFor(stream, env);
  const symbols = symbolsFor(env);
  const start = now();
  let done = 0;
  let drawnAt: number | undefined;
  let ended = false;

  const line = (elapsed: number): string => {
    const rate = done / (elapsed / 1000);
    const known = total !== undefined && total > 0;
    const share = known ? Math.min(1, done / total) : 0;
    const facts = [
      label,
      known ? `${count(done)}/${count(total)}` : count(done),
      ...(known ? [`${Math.floor(share * 100)} %`] : []),
      `${count(rate)}/s`,
      ...(known && rate > 0 ? [`${duration(Math.max(0, total - done) / rate)} left`] : []),
    ].join('  ');
    const room = sizeOf(stream).columns - 1;
    const text = truncate(oneLine(facts), room, symbols.ellipsis);
    const filled = Math.round(share * barWidth);
    return known && room - widthOf(facts) > barWidth + 2
      ? `${style('cyan', symbols.full.repeat(filled))}${style('dim', symbols.empty.repeat(barWidth - filled))}  ${text}`
      : text;
  };

  return {
    advance: (by = 1) => {
      if (ended) return;
      done += by;
      const time = now();
      if (time - start < patience || (drawnAt !== undefined && time - drawnAt < betweenDraws)) return;
      drawnAt = time;
      stream.write(`${eraseLine}${line(time - start)}`);
    },
    end: () => {
      if (!ended && drawnAt !== undefined) stream.write(eraseLine);
      ended = true;
    },
  };
};
