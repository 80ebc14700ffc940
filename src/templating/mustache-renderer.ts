import { TemplatingError } from './errors.js';
import type { Json, Question } from './manifest.js';
import { errorAt, indentUnit, type Node, type Tag, type Unit } from './mustache-syntax.js';
import { fieldsOf, lookUp, mayBeMissing, NO_VALUE, questionOf, type Frame } from './scope.js';

/** What one rendering may still cost; shared by all texts of a generation. Exceeding it is an error, never a cut text. */
export type Budget = {
  /** Tags that may still be rendered. */
  tags: number;
  /** Characters that one text may have. */
  readonly characters: number;
};

const MAX_TAGS = 5_000_000;
export const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_PARTIAL_DEPTH = 100;

export const newBudget = (): Budget => ({ tags: MAX_TAGS, characters: MAX_CHARACTERS });

/** Finds a partial and the partials that itself may use. */
export type Partials = (name: string) => { readonly unit: Unit; readonly partials: Partials } | undefined;

/** How one text is rendered, beyond its own tags. */
export type Rendering = {
  readonly budget: Budget;
  readonly partials: Partials;
  /** A name without a value: the text to print, or an error. */
  readonly missing: (frame: Frame, tag: Tag, unit: Unit) => string;
  /** A partial that is not there: nothing is printed, or an error. */
  readonly missingPartial: (tag: Tag, unit: Unit) => void;
};

const printed = (value: Json, tag: Tag, unit: Unit): string => {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  const isList = Array.isArray(value);
  throw errorAt(unit, tag.at, {
    code: 'VALUE_NOT_TEXT',
    message: `"${tag.name}" is ${isList ? 'a list' : 'an object'} and cannot be printed as text`,
    hint: isList
      ? `go through it with a section, or print it as a literal: ${tag.name}.json, ${tag.name}.python, …`
      : `name one of its members, or print it as a literal: ${tag.name}.json`,
  });
};

const isTruthy = (value: Json): boolean => Boolean(value) && !(Array.isArray(value) && value.length === 0);

type Position = { readonly frame: Frame; readonly unit: Unit; readonly partials: Partials; readonly chain: readonly string[] };

const exceeded = ({ unit }: Position, tag: Tag | undefined, message: string): TemplatingError =>
  errorAt(unit, tag?.at ?? 0, { code: 'OUTPUT_TOO_LARGE', message, hint: 'split the file, or shorten the lists that it goes through' });

class Renderer {
  constructor(private readonly rendering: Rendering) {}

  render(nodes: readonly Node[], position: Position): string {
    const { frame, unit } = position;
    const { budget } = this.rendering;
    let out = '';
    for (const node of nodes) {
      if (typeof node === 'string') {
        out += node;
        continue;
      }
      if (--budget.tags < 0) throw exceeded(position, node, `rendering needs more than ${MAX_TAGS} tags`);
      switch (node.kind) {
        case 'value': {
          const value = lookUp(frame, node.path);
          out += value === NO_VALUE ? this.rendering.missing(frame, node, unit) : printed(value, node, unit);
          break;
        }
        case 'section':
          out += this.section(node, position);
          break;
        case 'inverted':
          out += isTruthy(this.condition(node, position)) ? '' : this.render(node.children, position);
          break;
        case 'partial':
          out += this.partial(node, position);
      }
      if (out.length > budget.characters) throw exceeded(position, node, `the text grows beyond ${budget.characters} characters`);
    }
    return out;
  }

  private condition(tag: Tag & { readonly path: readonly string[] }, { frame, unit }: Position): Json {
    const value = lookUp(frame, tag.path);
    if (value !== NO_VALUE) return value;
    if (!mayBeMissing(frame, tag.path)) this.rendering.missing(frame, tag, unit);
    return false;
  }

  private section(tag: Tag & { readonly kind: 'section' | 'inverted' }, position: Position): string {
    const value = this.condition(tag, position);
    if (!isTruthy(value)) return '';
    const question = questionOf(position.frame, tag.path);
    if (Array.isArray(value)) return this.items(value as readonly Json[], tag, position, question);
    return value === true ? this.render(tag.children, position) : this.inside({ value, parent: position.frame }, tag, position);
  }

  private items(
    list: readonly Json[],
    tag: Tag & { readonly kind: 'section' | 'inverted' },
    position: Position,
    question?: Question,
  ): string {
    const fields = fieldsOf(question);
    let out = '';
    for (const [index, value] of list.entries()) {
      out += this.inside({ value, parent: position.frame, loop: { index, length: list.length }, fields }, tag, position);
      if (out.length > this.rendering.budget.characters)
        throw exceeded(position, tag, `the text grows beyond ${this.rendering.budget.characters} characters`);
    }
    return out;
  }

  private inside(frame: Frame, tag: Tag & { readonly kind: 'section' | 'inverted' }, position: Position): string {
    return this.render(tag.children, { ...position, frame });
  }

  private partial(tag: Tag & { readonly kind: 'partial' }, { frame, unit, partials, chain }: Position): string {
    const found = partials(tag.name);
    if (found === undefined) {
      this.rendering.missingPartial(tag, unit);
      return '';
    }
    if (chain.length >= MAX_PARTIAL_DEPTH) {
      const loop = chain.slice(chain.lastIndexOf(tag.name));
      throw errorAt(unit, tag.at, {
        code: 'PARTIAL_RECURSION',
        message: `the partial "${tag.name}" includes itself without end (${[...loop, tag.name].join(' → ')})`,
        hint: 'put the inner use into a section over a list that ends',
      });
    }
    const moved = indentUnit(found.unit, tag.indent, tag.startsLine);
    return this.render(moved.nodes, { frame, unit: moved, partials: found.partials, chain: [...chain, tag.name] });
  }
}

/**
 * Renders a parsed text. The library parses; this walks its tree, because the library itself prints nothing for unknown names, finds
 * inherited members such as `constructor`, calls functions and cannot say where it is.
 */
export const renderUnit = (unit: Unit, frame: Frame, rendering: Rendering): string => renderNodes(unit.nodes, unit, frame, rendering);

/** Some of a unit's nodes, for texts that are rendered piece by piece. */
export const renderNodes = (nodes: readonly Node[], unit: Unit, frame: Frame, rendering: Rendering): string =>
  new Renderer(rendering).render(nodes, { frame, unit, partials: rendering.partials, chain: [] });
