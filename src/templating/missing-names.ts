import { nameHint } from './did-you-mean.js';
import { HELPER_NAMES } from './helpers.js';
import type { Rendering } from './mustache-renderer.js';
import { errorAt, type Tag, type Unit } from './mustache-syntax.js';
import { lookUp, mayBeMissing, NO_VALUE, visibleNames, type Explanation, type Frame } from './scope.js';

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
    const section = `${open}#${tag.name}${close} … ${open}/${tag.name}${close}`;
    if (unanswered)
      throw errorAt(unit, tag.at, {
        code: 'VARIABLE_UNANSWERED',
        message: `"${tag.name}" has no answer here`,
        hint: `what is optional or hidden is printed inside ${section}`,
      });
    const isHeadKnown = lookUp(frame, path.slice(0, 1)) !== NO_VALUE;
    const explained = isHeadKnown ? undefined : explain(path[0]!);
    const names = visibleNames(frame, path);
    throw errorAt(unit, tag.at, {
      code: 'VARIABLE_UNKNOWN',
      message: explained?.message ?? `"${tag.name}" is not known here`,
      hint: explained?.hint ?? nameHint(path.at(-1)!, names, names === HELPER_NAMES ? 'helpers' : 'known here'),
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
