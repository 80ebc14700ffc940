import pluralize from 'pluralize';

const WORD = /\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{M}\p{N}]+/gu;

/** `HTTPServer`, `http_server` and `http server` are the same words. Case rules are Unicode's own, not the machine's. */
export const wordsOf = (text: string): string[] => text.match(WORD)?.map((word) => word.toLowerCase()) ?? [];

const capital = (word: string): string => {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
};

const LAST_WORD = /^(.*?)(\p{Lu}+|\p{Lu}?[\p{Ll}\p{Lt}\p{Lm}\p{Lo}\p{M}]+)(\P{L}*)$/su;

const onLastWord = (inflect: (word: string) => string) => (text: string) => {
  const [, before = '', word = '', after = ''] = LAST_WORD.exec(text) ?? [];
  return word === '' ? text : before + inflect(word) + after;
};

/** Helpers that turn a text into a text by its words. */
export const WORD_HELPERS: Readonly<Record<string, (text: string) => string>> = {
  kebab: (text) => wordsOf(text).join('-'),
  snake: (text) => wordsOf(text).join('_'),
  constant: (text) => wordsOf(text).join('_').toUpperCase(),
  pascal: (text) => wordsOf(text).map(capital).join(''),
  camel: (text) =>
    wordsOf(text)
      .map((word, index) => (index === 0 ? word : capital(word)))
      .join(''),
  title: (text) => wordsOf(text).map(capital).join(' '),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  plural: onLastWord((word) => pluralize.plural(word)),
  singular: onLastWord((word) => pluralize.singular(word)),
};
