import { nameHint } from './did-you-mean.js';
import { HELPER_NAMES } from './helpers.js';
import type { Rendering } from './mustache-renderer.js';
import { errorAt, type Tag, type Unit } from './mustache-syntax.js';
import { mayBeMissing, visibleNames, type Explanation, type Frame } from './scope.js';

/** Says why a name cannot be had where it is used; undefined where nothing more is known than that it is not there. */
export type Explain = (name: string) => Explanation | undefined;

/**
 * A name without a value is an error with its place: a typo would otherwise be an empty spot in somebody's code.
 * `lenient` lets unanswered questions print nothing, as conditions want it; unknown names stay errors.
 */
export const missingName =
  (explain: Explain, { lenient = false }: { readonly lenient?: boolean } = {}): Rendering['missing'] =>
  (frame: Frame, tag: Tag, unit: Unit) => {
    const path = tag.name.split('.');
    const unanswered = mayBeMissing(frame, path);
    if (unanswered && lenient) return '';
    const [open, close] = unit.delimiters;
    if (unanswered)
      throw errorAt(unit, tag.at, {
        code: 'VARIABLE_UNANSWERED',
        message: `"${tag.name}" has no answer here`,
        hint: `its question is optional or hidden: print it inside ${open}#${tag.name}${close} … ${open}/${tag.name}${close}`,
      });
    const explained = explain(path[0]!);
    const isHelper = path.length > 1 && visibleNames(frame, path) === HELPER_NAMES;
    throw errorAt(unit, tag.at, {
      code: 'VARIABLE_UNKNOWN',
      message: explained?.message ?? `"${tag.name}" is not known here`,
      hint: explained?.hint ?? nameHint(path.at(-1)!, visibleNames(frame, path), isHelper ? 'helpers' : 'known here'),
    });
  };

export const missingPartial =
  (known: () => Iterable<string>): Rendering['missingPartial'] =>
  (tag, unit) => {
    throw errorAt(unit, tag.at, {
      code: 'PARTIAL_MISSING',
      message: `there is no partial "${tag.name}"`,
      hint: nameHint(tag.name, known(), 'partials'),
    });
  };
