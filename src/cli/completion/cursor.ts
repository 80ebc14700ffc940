import type { Argument, Command, Option } from 'commander';

/** Where the cursor is: the verb it belongs to, what stands before it, and what may stand there. */
export type Cursor = {
  readonly command: Command;
  /** Arguments of the verb before the cursor. */
  readonly given: readonly string[];
  /** Values of its options before the cursor, under their long names. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** What stands in the word before what is to be completed (`--answers=`). */
  readonly prefix: string;
  /** What is to be completed. */
  readonly word: string;
  readonly expects:
    | { readonly kind: 'argument'; readonly argument: Argument | undefined }
    | { readonly kind: 'option' }
    | { readonly kind: 'value'; readonly option: Option };
  /** The number of the word at which a command begins that is not ours. */
  readonly wrapped?: number;
};

/** Whether the verb runs another command, whose words are its own. */
const wraps = ({ registeredArguments }: Command): boolean =>
  registeredArguments.some((argument) => argument.variadic && argument.name() === 'command');

const argumentAt = ({ registeredArguments }: Command, index: number): Argument | undefined => {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
};

const takesValue = ({ required, optional }: Option): boolean => required || optional;

const nameOf = ({ long, short }: Option): string => long ?? short ?? '';

const findOption = ({ options }: Command, flag: string): Option | undefined =>
  options.find(({ long, short }) => flag === long || flag === short);

/** `--long=value` and `-svalue`, taken apart. */
const attached = (command: Command, word: string): { readonly option: Option; readonly prefix: string } | undefined => {
  const prefix = /^--[^=]+(?==)/.exec(word)?.[0] ?? /^-[^-=](?=.)/.exec(word)?.[0];
  const option = prefix === undefined ? undefined : findOption(command, prefix);
  if (prefix === undefined || option === undefined || !takesValue(option)) return undefined;
  return { option, prefix: prefix.startsWith('--') ? `${prefix}=` : prefix };
};

/** Reads the words before the cursor as the command line would. */
class Walk {
  given: string[] = [];
  readonly options = new Map<string, string[]>();
  awaiting: Option | undefined;
  onlyArguments = false;
  wrapped: number | undefined;

  constructor(public command: Command) {}

  take(word: string, index: number): void {
    if (this.wrapped !== undefined) return;
    if (this.awaiting !== undefined) this.give(this.awaiting, word);
    else if (!this.onlyArguments && word === '--') this.onlyArguments = true;
    else if (!this.onlyArguments && word.startsWith('-') && word !== '-') this.takeFlag(word);
    else this.takeArgument(word, index);
  }

  private takeFlag(word: string): void {
    const parts = attached(this.command, word);
    if (parts !== undefined) return this.give(parts.option, word.slice(parts.prefix.length));
    const option = findOption(this.command, word);
    if (option === undefined) return;
    if (takesValue(option)) this.awaiting = option;
    else this.give(option, '');
  }

  private takeArgument(word: string, index: number): void {
    if (wraps(this.command)) this.wrapped = index;
    const verb = this.command.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (verb === undefined) this.given.push(word);
    else [this.command, this.given, this.onlyArguments] = [verb, [], false];
  }

  private give(option: Option, value: string): void {
    this.options.set(nameOf(option), [...(this.options.get(nameOf(option)) ?? []), value]);
    this.awaiting = undefined;
  }
}

/** Finds out what the last of `words` is to be; the others stand before it. */
export const cursorAt = (program: Command, words: readonly string[]): Cursor => {
  const walk = new Walk(program);
  const last = words.length - 1;
  for (const [index, word] of words.slice(0, last).entries()) walk.take(word, index);
  const word = words[last] ?? '';
  const { command, given, options, awaiting, onlyArguments } = walk;
  const wrapped = walk.wrapped ?? (wraps(command) && awaiting === undefined && (onlyArguments || !word.startsWith('-')) ? last : undefined);
  const at = { command, given, options, prefix: '', word, ...(wrapped !== undefined && { wrapped }) };
  if (awaiting !== undefined) return { ...at, expects: { kind: 'value', option: awaiting } };
  const parts = onlyArguments ? undefined : attached(command, word);
  if (parts !== undefined && wrapped === undefined)
    return { ...at, prefix: parts.prefix, word: word.slice(parts.prefix.length), expects: { kind: 'value', option: parts.option } };
  if (!onlyArguments && word.startsWith('-')) return { ...at, expects: { kind: 'option' } };
  return { ...at, expects: { kind: 'argument', argument: argumentAt(command, given.length) } };
};
