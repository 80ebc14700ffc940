import { UsageError } from './failure.js';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** A moment as people write it: ISO 8601, or how long ago (`90s`, `30m`, `2h`, `7d`, `2w`). Gives ISO 8601 in UTC. */
export const parseMoment = (text: string, flag: string, now: Date): string => {
  const ago = /^(\d+)([smhdw])$/.exec(text);
  const moment = ago === null ? Date.parse(text) : now.getTime() - Number(ago[1]) * UNITS[ago[2] as keyof typeof UNITS];
  if (Number.isNaN(moment) || Math.abs(moment) > 8.64e15)
    throw new UsageError(`${flag} "${text}" is not a time`, 'write 2026-01-31, 2026-01-31T12:00:00Z, or how long ago: 30m, 2h, 7d');
  return new Date(moment).toISOString();
};
