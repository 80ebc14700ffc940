import { TemplatingError } from './errors.js';

/**
 * Takes `-a name=value` flags apart; the text is read by the type of its question later: JSON for lists and data, commas between plain values.
 * @throws TemplatingError FLAG_INVALID for a flag without a name or a name given twice
 */
export const parseFlags = (flags: readonly string[]): Readonly<Record<string, string>> => {
  const values = Object.create(null) as Record<string, string>;
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    const name = flag.slice(0, Math.max(equals, 0)).trim();
    if (name === '')
      throw new TemplatingError('FLAG_INVALID', `-a "${flag}" is not of the form name=value`, {
        field: 'answer',
        hint: 'write it as in: -a ttl_minutes=10',
      });
    if (name in values)
      throw new TemplatingError('FLAG_INVALID', `-a gives "${name}" twice`, {
        field: name,
        hint: `give several values at once: -a ${name}=one,two`,
      });
    values[name] = flag.slice(equals + 1);
  }
  return values;
};
