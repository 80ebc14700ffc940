/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is known of a stream before anything is written to it. */
export type MaybeTerminal = { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

export type TerminalSize = { readonly columns: number; readonly rows: number };

/** A pseudo terminal that was never sized reports 0. */
export const sizeOf = ({ columns, rows }: MaybeTerminal): TerminalSize => ({ columns: columns || 80, rows: rows || 24 });

/** A terminal that cannot move its cursor (`TERM=dumb`: editors' shell buffers, some screen-reader set-ups). */
export const isDumb = (env: Environment): boolean => env.TERM === 'dumb';

/** Whether a person can be asked: both ends are a terminal. */
export const canPrompt = (input: MaybeTerminal, output: MaybeTerminal): boolean => input.isTTY === true && output.isTTY === true;

/** `FORCE_COLOR` decides when it is set, then `NO_COLOR` (https://no-color.org), then whether it is a terminal that shows colours. */
export const wantsColour = ({ isTTY }: MaybeTerminal, env: Environment): boolean => {
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTTY === true && !env.NO_COLOR && !isDumb(env);
};

/**
 * Whether symbols outside ASCII can be shown. A locale that names another character set says no; no locale at all
 * (containers, cron, ssh without SendEnv) says nothing, and terminals have long spoken UTF-8. The Linux console's font
 * lacks the symbols, and so do the older Windows consoles.
 */
export const speaksUnicode = (env: Environment, platform: NodeJS.Platform = process.platform): boolean => {
  if (env.TERM === 'linux' || isDumb(env)) return false;
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.TERMINAL_EMULATOR || env.TERM?.startsWith('xterm'));
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
};
