import { DomainError } from '../domain/decider.js';

/** A time as somebody wrote it, in the one form in which times are stored and compared. @throws DomainError TIME_INVALID */
export const isoTime = (field: string, text: string): string => {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new DomainError('TIME_INVALID', `"${text}" is not a time`, { field, hint: 'write it as 2026-01-31 or 2026-01-31T12:00:00Z' });
};
