const unquoted = (text: string) => text.trim().replace(/^(["'])(.*)\1$/s, '$2');

/** JSON, or plain values between commas; brackets around them are optional. */
export const listFrom = (given: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(given)) return given as readonly unknown[];
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (text === '') return [];
  if (text.startsWith('[')) {
    try {
      return JSON.parse(text) as readonly unknown[];
    } catch {
      if (!text.endsWith(']') || /[{}]/.test(text)) return undefined;
      return text
        .slice(1, -1)
        .split(',')
        .map(unquoted)
        .filter((item) => item !== '');
    }
  }
  return text.startsWith('{')
    ? undefined
    : text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
};
