import { isDeepStrictEqual } from 'node:util';
import type { AskedQuestion } from '../../templating/asking.js';
import type { Json } from '../../templating/manifest.js';
import { oneLine } from '../terminal/text.js';

type Shown = Pick<AskedQuestion, 'type' | 'choices'>;

const scalar = (value: Json): string => (typeof value === 'string' ? oneLine(value) : JSON.stringify(value));

const plainText = (value: Json): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === '' ? 'none' : scalar(value);
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const itemText = (item: Json): string =>
  item !== null && typeof item === 'object' && !isList(item) ? Object.values(item).map(plainText).join(' ') : plainText(item);

/** An answer in few words on one line, as a person would say it; never a secret. */
export const displayAnswer = ({ type, choices = [] }: Shown, value: Json): string => {
  const label = (answer: Json): string => {
    const choice = choices.find((offered) => isDeepStrictEqual(offered.value, answer));
    return choice === undefined ? itemText(answer) : oneLine(choice.label);
  };
  if (type === 'secret') return value === '' || value === null ? 'none' : 'hidden';
  if (type !== 'list' && type !== 'multi_choice') return choices.length === 0 ? plainText(value) : label(value);
  return isList(value) && value.length > 0 ? value.map(label).join(', ') : 'none';
};
