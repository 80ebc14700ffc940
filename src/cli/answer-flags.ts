import { UsageError } from './failure.js';

/**
 * Takes `-a name=value` flags apart; the text is read by the type of its question later: JSON for lists and data, commas between plain values.
 * @throws UsageError for a flag without a name or a name given twice
 */
export const parseAnswerFlags = (flags: readonly string[]): Record<string, string> => {
  const values = Object.create(null) as Record<string, string>;
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    const name = flag.slice(0, Math.max(equals, 0)).trim();
    if (name === '') throw new UsageError(`-a "${flag}" is not of the form name=value`, 'write for example: -a ttl_minutes=10');
    if (name in values) throw new UsageError(`-a gives "${name}" twice`, `give several values at once: -a ${name}=one,two`);
    values[name] = flag.slice(equals + 1);
  }
  return values;
};
