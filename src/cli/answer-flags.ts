import { UsageError } from './failure.js';

/** `-a name=value`, repeated; the values are still text. */
export const parseAnswerFlags = (flags: readonly string[]): Record<string, string> => {
  const parsed = Object.create(null) as Record<string, string>;
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    if (equals < 1) throw new UsageError(`-a "${flag}" is not of the form name=value`, 'write for example: -a ttl_minutes=10');
    parsed[flag.slice(0, equals)] = flag.slice(equals + 1);
  }
  return parsed;
};
