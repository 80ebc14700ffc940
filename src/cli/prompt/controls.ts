import type { AskedQuestion } from '../../templating/asking.js';
import type { Environment } from '../terminal/capabilities.js';
import { ChoiceControl } from './choice-control.js';
import type { Control } from './control.js';
import { editableText } from './editable-text.js';
import { editorOf } from './editor.js';
import { MultiChoiceControl } from './multi-choice-control.js';
import { MultilineControl } from './multiline-control.js';
import { completePath } from './path-completion.js';
import { TextControl } from './text-control.js';
import { ToggleControl } from './toggle-control.js';

export type SingleQuestion = AskedQuestion & { readonly type: Exclude<AskedQuestion['type'], 'list'> };

/** How each type of question but a list is answered. */
export const controlFor = async (question: SingleQuestion, env: Environment): Promise<Control> => {
  switch (question.type) {
    case 'boolean':
      return new ToggleControl(question);
    case 'number':
    case 'string':
      return new TextControl(question);
    case 'secret':
      return new TextControl(question, { secret: true });
    case 'path':
      return new TextControl(question, { complete: (typed) => completePath(typed, process.cwd()) });
    case 'text':
    case 'json':
    case 'yaml':
      return new MultilineControl(question, await editableText(question), editorOf(env));
    case 'choice':
      return new ChoiceControl(question);
    case 'multi_choice':
      return new MultiChoiceControl(question);
  }
};
