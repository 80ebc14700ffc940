/** Checked before to be digits only. */
export const toPosition = (text: string | undefined): bigint | undefined => (text === undefined ? undefined : BigInt(text));

/** Checked before to be ISO 8601; in UTC it can be compared with recorded times as text. */
export const toMoment = (text: string): string => new Date(text).toISOString();
